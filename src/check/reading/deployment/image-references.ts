import type { From, Instruction } from 'dockerfile-ast';

import type { Finding } from '../../rule.ts';
import { isData } from '../data.ts';
import type { Repository } from '../repository.ts';
import { everyComposeService } from './compose.ts';
import { dockerfiles, type Stage } from './dockerfile.ts';
import { containers } from './kubernetes.ts';
import { workflows } from './workflows.ts';

export interface ImageReference {
  readonly image: unknown;
  at(message: string): Finding;
}

/** Every image that something is built from or started from; those that are built here are not. */
export function* imageReferences(repository: Repository): Generator<ImageReference> {
  for (const { stages, at } of dockerfiles(repository)) {
    for (const { from, image, base, instructions } of stages) {
      if (base === null && image !== 'scratch') yield { image, at: (message) => at(from, message) };
      for (const copy of instructions.filter((each) => each.getKeyword() === 'COPY')) {
        const source = sourceOf(copy);
        if (source !== null && !isStage(stages, source))
          yield { image: source, at: (message) => at(copy, message) };
      }
    }
  }
  const services = everyComposeService(repository);
  const built = new Set(
    services
      .filter(({ definition }) => 'build' in definition)
      .map(({ definition }) => definition['image']),
  );
  for (const { definition, at } of services) {
    const { image } = definition;
    if (image !== undefined && !built.has(image))
      yield { image, at: (message) => at(['image'], message) };
  }
  for (const { data, at } of containers(repository))
    yield { image: data['image'], at: (message) => at(['image'], message) };
  for (const { jobs } of workflows(repository)) {
    for (const { data, at } of jobs) {
      const { container, services: beside } = data;
      yield { image: isData(container) ? container['image'] : container, at };
      for (const service of isData(beside) ? Object.values(beside) : [])
        yield { image: isData(service) ? service['image'] : undefined, at };
    }
  }
}

/** Where a COPY takes from: a stage, or an image; null: what is sent to the build. */
export function sourceOf(copy: Instruction): string | null {
  const flags = (
    copy as From & { getFlags(): { getName(): string; getValue(): string | null }[] }
  ).getFlags();
  return flags.find((flag) => flag.getName() === 'from')?.getValue() ?? null;
}

const isStage = (stages: readonly Stage[], name: string): boolean =>
  /^\d+$/.test(name) ||
  stages.some(({ from }) => from.getBuildStage()?.toLowerCase() === name.toLowerCase());
