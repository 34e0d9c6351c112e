import { isForTests, productionFiles } from '../../reading/code/production.ts';
import { bare, calledName, memberOf, nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { textOf } from '../../reading/code/values.ts';
import { textAt, itemsOf } from '../../reading/data.ts';
import { composeServices } from '../../reading/deployment/compose.ts';
import { containers } from '../../reading/deployment/kubernetes.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import type { Check, Finding } from '../../rule.ts';

export const cors: Check = {
  name: 'cors-by-name',
  title: 'Pages of other origins are allowed by name, and never all of them',
  reason:
    'A page of anybody can then read what the service answers, for whoever looks at that page.',
  mend: 'List the origins in CORS_ALLOWED_ORIGINS, and let the platform answer browsers.',
  subject: 'source files, services and containers',
  inspect: (repository) => {
    const files = productionFiles(repository);
    const services = composeServices(repository);
    const findings = [
      ...files.flatMap((file) => [...openIn(file)]),
      ...services.flatMap(({ name, environment, at }) =>
        isEverybody(environment.get(variable) ?? '')
          ? [at(['environment', variable], `${name} answers pages of every origin.`)]
          : [],
      ),
      ...openContainers(repository),
    ];
    return { looked: files.length + services.length + containers(repository).length, findings };
  },
};

const variable = 'CORS_ALLOWED_ORIGINS';
const header = 'access-control-allow-origin';

const isEverybody = (list: string): boolean =>
  list.split(/[\s,]+/).some((origin) => origin === '*' || origin === 'null');

function* openIn(file: TypeScriptFile): Generator<Finding> {
  if (isForTests(file.path) || !/access-control-allow-origin|\bcors\(/i.test(file.text)) return;
  const { members, calls, objects } = syntaxOf(file);
  for (const { name, initializer } of members)
    if ((nameOf(name) ?? '').toLowerCase() === header && isStar(file, initializer))
      yield file.at(initializer, 'Pages of every origin may read the answer.');
  for (const call of calls) {
    const [name, value] = call.arguments;
    if (name === undefined) continue;
    if (value !== undefined && textOf(file, name)?.toLowerCase() === header && isStar(file, value))
      yield file.at(value, 'Pages of every origin may read the answer.');
    const options = bare(name);
    if (calledName(call) !== 'cors' || !ts.isObjectLiteralExpression(options)) continue;
    const origin = objects.includes(options) ? memberOf(options, 'origin') : null;
    if (origin !== null && (isStar(file, origin) || origin.kind === ts.SyntaxKind.TrueKeyword))
      yield file.at(origin, 'Pages of every origin may read the answer.');
  }
}

const isStar = (file: TypeScriptFile, value: ts.Expression): boolean => textOf(file, value) === '*';

function* openContainers(repository: Repository): Generator<Finding> {
  for (const { workload, data, at } of containers(repository))
    for (const [index, each] of itemsOf(data['env']).entries())
      if (textAt(each, 'name') === variable && isEverybody(textAt(each, 'value') ?? ''))
        yield at(['env', index], `${workload} answers pages of every origin.`);
}
