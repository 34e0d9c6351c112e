import { isData, textAt, valueAt } from '../../reading/data.ts';
import {
  composeServices,
  dependenciesOf,
  type ComposeService,
} from '../../reading/deployment/compose.ts';
import { dockerfiles, effective } from '../../reading/deployment/dockerfile.ts';
import { containers } from '../../reading/deployment/kubernetes.ts';
import type { Repository } from '../../reading/repository.ts';
import { inspectEach, type Check } from '../../rule.ts';
import { isStore } from '../security/segmentation.ts';

export const services: Check = {
  name: 'services-checked',
  title: 'Services of compose files have health checks',
  reason: 'What waits for a service goes by its check; without one it waits for nothing.',
  mend: 'Give the service a healthcheck, or its Dockerfile a HEALTHCHECK.',
  subject: 'services of compose files',
  applies: (repository) => composeServices(repository).length > 0,
  inspect: (repository) => {
    const all = composeServices(repository);
    const waitedFor = new Set(
      all.flatMap((service) =>
        [...dependenciesOf(service)]
          .filter(([, how]) => how !== 'service_completed_successfully')
          .map(([name]) => name),
      ),
    );
    const jobs = new Set(
      all.flatMap((service) =>
        [...dependenciesOf(service)]
          .filter(([, how]) => how === 'service_completed_successfully')
          .map(([name]) => name),
      ),
    );
    return inspectEach(all, function* (service) {
      const { name, definition, at } = service;
      if (jobs.has(name) || definition['restart'] === 'no') return;
      const needed = 'build' in definition || isStore(service) || waitedFor.has(name);
      if (!needed) return;
      const check = definition['healthcheck'];
      if (valueAt(check, 'disable') === true)
        yield at(['healthcheck'], `The health of ${name} is not looked at.`);
      else if (check === undefined && !imageIsChecked(repository, service))
        yield at(['healthcheck'], `Nothing looks at the health of ${name}.`);
    });
  },
};

/** Whether the Dockerfile that a service is built from has a check. */
function imageIsChecked(repository: Repository, { path, definition }: ComposeService): boolean {
  if (!('build' in definition)) return false;
  const { build } = definition;
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const context = isData(build) ? (textAt(build, 'context') ?? '.') : String(build);
  const file = (isData(build) ? textAt(build, 'dockerfile') : null) ?? 'Dockerfile';
  const wanted = [folder, context, file]
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  const found = dockerfiles(repository).find((each) => each.path === wanted);
  // A file that is elsewhere, or called by a variable, cannot be judged.
  if (found?.final == null) return true;
  return effective(found.final, 'HEALTHCHECK').some(
    (each) => each.getArgumentsContent()?.toUpperCase() !== 'NONE',
  );
}

export const imagesChecked: Check = {
  name: 'images-checked',
  title: 'Images that listen say how their health is asked for',
  reason: 'Wherever the image is started, somebody has to know when it can be used.',
  mend: 'Add a HEALTHCHECK that asks /health/ready, in the form of a list of words.',
  subject: 'Dockerfiles',
  applies: (repository) => dockerfiles(repository).length > 0,
  inspect: (repository) =>
    inspectEach(dockerfiles(repository), function* ({ final, at }) {
      if (final === null || containers(repository).length > 0) return;
      if (final.instructions.every((each) => each.getKeyword() !== 'EXPOSE')) return;
      const checks = effective(final, 'HEALTHCHECK');
      const last = checks.at(-1);
      // Compose asks in its own way; that is looked at by another check.
      if (last === undefined && composeAsks(repository)) return;
      if (last === undefined) yield at(final.from, 'The image has no HEALTHCHECK.');
      else if (last.getArgumentsContent()?.toUpperCase() === 'NONE')
        yield at(last, 'The health check is turned off.');
    }),
};

const composeAsks = (repository: Repository): boolean => {
  const built = composeServices(repository).filter(({ definition }) => 'build' in definition);
  return built.length > 0 && built.every(({ definition }) => isData(definition['healthcheck']));
};
