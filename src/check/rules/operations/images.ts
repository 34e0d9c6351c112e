import type { From, Instruction } from 'dockerfile-ast';

import { isData } from '../../reading/data.ts';
import { composeServices } from '../../reading/deployment/compose.ts';
import {
  dockerfiles,
  effective,
  filled,
  lineageOf,
  type Stage,
} from '../../reading/deployment/dockerfile.ts';
import { imageOf, isUnpinned } from '../../reading/deployment/image.ts';
import { containers } from '../../reading/deployment/kubernetes.ts';
import { workflows } from '../../reading/deployment/workflows.ts';
import type { Repository } from '../../reading/repository.ts';
import { inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';

const hasImages = (repository: Repository): boolean =>
  repository.blueprint.delivery.container === 'docker' || dockerfiles(repository).length > 0;

const nonRoot: Check = {
  name: 'not-root',
  title: 'Images run as a user without rights',
  reason:
    'Whoever breaks into a process of root is root in the container, and a step away from the machine.',
  mend: 'End the last stage with USER 65532:65532, or another number that is not 0.',
  subject: 'Dockerfiles',
  applies: hasImages,
  inspect: (repository) =>
    inspectEach(dockerfiles(repository), function* ({ final, at }) {
      if (final === null) return;
      const users = effective(final, 'USER');
      const last = users.at(-1);
      const user = last?.getArgumentsContent() ?? null;
      if (user === null || last === undefined) {
        const base = lineageOf(final).at(-1)?.image ?? '';
        if (!base.includes('nonroot'))
          yield at(final.from, 'The image runs as root: no USER is set.');
      } else if (isRoot(filled(user, valuesOf(final)) ?? ''))
        yield at(last, `The image runs as ${user}.`);
    }),
};

const isRoot = (user: string): boolean => /^(?:root|0+)(?::.*)?$/i.test(user.trim());

/** Defaults of the build arguments of a stage. */
function valuesOf(stage: Stage): ReadonlyMap<string, string> {
  return new Map(
    stage.instructions
      .filter((each) => each.getKeyword() === 'ARG' || each.getKeyword() === 'ENV')
      .flatMap((each) => each.getArguments())
      .flatMap((argument) => {
        const text = argument.getValue();
        const equals = text.indexOf('=');
        return equals === -1 ? [] : [[text.slice(0, equals), text.slice(equals + 1)] as const];
      }),
  );
}

const pinned: Check = {
  name: 'images-pinned',
  title: 'Every image is named with its version',
  reason:
    'What "latest" is today is something else tomorrow, and nobody can say what ran yesterday.',
  mend: 'Name a version, as in redis:8.10.1-trixie, or a digest; update bots keep it current.',
  subject: 'references to images',
  applies: hasImages,
  inspect: (repository) => {
    const references = [...imageReferences(repository)];
    return inspectEach(references, function* ({ image, at }) {
      const parsed = imageOf(image);
      if (parsed !== null && isUnpinned(parsed))
        yield at(`${parsed.text} may be another image tomorrow.`);
    });
  },
};

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
  const services = composeServices(repository);
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

function sourceOf(copy: Instruction): string | null {
  const flags = (
    copy as From & { getFlags(): { getName(): string; getValue(): string | null }[] }
  ).getFlags();
  return flags.find((flag) => flag.getName() === 'from')?.getValue() ?? null;
}

const isStage = (stages: readonly Stage[], name: string): boolean =>
  /^\d+$/.test(name) ||
  stages.some(({ from }) => from.getBuildStage()?.toLowerCase() === name.toLowerCase());

/** What installs or compiles a program, and is not needed to run it. */
const builds =
  /\b(?:bun install|npm (?:ci|install)|yarn install|pnpm (?:install|fetch)|go build|cargo build|pip install|uv sync|poetry install|apt-get install[^|;&]{0,200}\b(?:gcc|g\+\+|build-essential|git))\b/;

const multiStage: Check = {
  name: 'multi-stage',
  title: 'An image holds what runs, and not what it was built with',
  reason:
    'Compilers, package managers and their caches make an image large, and a gift to whoever gets in.',
  mend: 'Install and build in a stage of its own, and COPY --from it into the last one.',
  subject: 'Dockerfiles',
  applies: hasImages,
  inspect: (repository) =>
    inspectEach(dockerfiles(repository), function* ({ final, at }) {
      for (const instruction of final === null
        ? []
        : lineageOf(final).flatMap((stage) => stage.instructions))
        if (
          instruction.getKeyword() === 'RUN' &&
          builds.test(instruction.getArgumentsContent()?.slice(0, 5000) ?? '')
        )
          yield at(instruction, 'The image is built in the stage that it runs from.');
    }),
};

const contextListed: Check = {
  name: 'context-limited',
  title: 'What is sent to a build is limited by a .dockerignore',
  reason: 'COPY . takes .git, .env and .secrets along, and they stay in a layer.',
  mend: 'Add a .dockerignore that excludes everything (*) and names what the image needs.',
  subject: 'Dockerfiles',
  applies: hasImages,
  inspect: (repository) =>
    inspectEach(dockerfiles(repository), function* ({ path, stages, at }) {
      if (repository.has('.dockerignore') || repository.has(`${path}.dockerignore`)) return;
      const all = stages.flatMap((stage) => stage.instructions).find(copiesAll);
      if (all !== undefined)
        yield at(all, 'The whole folder is copied, and no .dockerignore limits it.');
    }),
};

function copiesAll(instruction: Instruction): boolean {
  if (instruction.getKeyword() !== 'COPY' || sourceOf(instruction) !== null) return false;
  return instruction.getArguments().some((argument) => argument.getValue() === '.');
}

const readOnly: Check = {
  name: 'read-only',
  title: 'Services that are built here run on a file system that cannot be written to',
  reason: 'What cannot be written cannot be replaced by an attacker, nor filled by a mistake.',
  mend: 'Set read_only: true, with tmpfs for what has to be written, and cap_drop: [ALL].',
  subject: 'services of compose files',
  applies: (repository) =>
    composeServices(repository).some(({ definition }) => 'build' in definition),
  inspect: (repository) =>
    inspectEach(
      composeServices(repository).filter(({ definition }) => 'build' in definition),
      function* ({ name, definition, at }) {
        if (definition['read_only'] !== true)
          yield at(['read_only'], `${name} may write to its file system.`);
      },
    ),
};

export const images: Rule = {
  id: 'DEL-1',
  title: 'Multi-stage Docker images: small, non-root, read-only, and really built in a test',
  checks: [nonRoot, pinned, multiStage, contextListed, readOnly],
};
