import { isForTests } from '../../reading/code/production.ts';
import { itemsOf, textAt, valueAt } from '../../reading/data.ts';
import { composeServices } from '../../reading/deployment/compose.ts';
import { dockerfiles } from '../../reading/deployment/dockerfile.ts';
import { containers } from '../../reading/deployment/kubernetes.ts';
import type { Repository } from '../../reading/repository.ts';
import { namesSecret } from '../../reading/secret-words.ts';
import type { Check, Finding } from '../../rule.ts';

export const environmentSecrets: Check = {
  name: 'no-secrets-in-variables',
  title: 'Manifests and images give secrets as files, not as variables',
  reason:
    'Variables are printed by crash reports, inherited by every child, shown by orchestrators, and cannot change while the process runs; those of a build stay in the image.',
  mend: 'Mount the secret and name its file in <NAME>_FILE; in a Dockerfile use RUN --mount=type=secret.',
  subject: 'services, containers and images',
  inspect(repository) {
    const services = composeServices(repository);
    const findings: Finding[] = services.flatMap(({ name, environment, at }) =>
      [...environment.keys()]
        .filter(namesSecret)
        .map((variable) =>
          at(['environment', variable], `${name} gets ${variable} as a variable.`),
        ),
    );
    findings.push(...containerSecrets(repository), ...imageSecrets(repository));
    const looked = services.length + containers(repository).length + dockerfiles(repository).length;
    return { looked, findings };
  },
};

function* containerSecrets(repository: Repository): Generator<Finding> {
  for (const { workload, data, at } of containers(repository)) {
    for (const [index, variable] of itemsOf(data['env']).entries()) {
      const name = textAt(variable, 'name') ?? '';
      if (namesSecret(name) || valueAt(variable, 'valueFrom', 'secretKeyRef') !== undefined)
        yield at(['env', index], `${workload} gets ${name} as a variable.`);
    }
    for (const [index, source] of itemsOf(data['envFrom']).entries())
      if (valueAt(source, 'secretRef') !== undefined)
        yield at(['envFrom', index], `${workload} gets a whole secret as variables.`);
  }
}

function* imageSecrets(repository: Repository): Generator<Finding> {
  for (const { path, stages, at } of dockerfiles(repository)) {
    if (isForTests(path)) continue;
    for (const instruction of stages.flatMap(({ instructions }) => instructions)) {
      const keyword = instruction.getKeyword();
      if (keyword !== 'ENV' && keyword !== 'ARG') continue;
      for (const argument of instruction.getArguments()) {
        const name = argument.getValue().split('=', 1)[0] ?? '';
        if (namesSecret(name)) yield at(instruction, `${keyword} ${name} stays in the image.`);
      }
    }
  }
}
