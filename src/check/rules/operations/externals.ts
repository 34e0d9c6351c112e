import { productionFiles } from '../../reading/code/production.ts';
import { bare, calledName, memberOf, receiverOf, syntaxOf } from '../../reading/code/syntax.ts';
import { bindingOf } from '../../reading/code/bindings.ts';
import { moduleOf } from '../../reading/modules.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';
import { policies, retries } from './policies.ts';

/** The one place that calls other services for everybody. */
const resilience = 'packages/platform/src/resilience/';

/** Packages and modules that speak HTTP, or another protocol, to somebody else. */
const clients = new Set([
  'axios',
  'got',
  'ky',
  'needle',
  'node-fetch',
  'ofetch',
  'superagent',
  'undici',
  'wretch',
  'node:http2',
]);

const throughResilience: Check = {
  name: 'calls-by-the-platform',
  title: 'Other services are called through the platform',
  reason:
    'A call without a time limit waits for ever, and one without a breaker keeps a service down that is down.',
  mend: 'Declare the service as an external of the context and call it by createExternalClient, which has the limits, the breaker, the retries and the bulkhead.',
  subject: 'source files',
  inspect: (repository) =>
    inspectEach(
      productionFiles(repository).filter(({ path }) => !path.startsWith(resilience)),
      function* (file) {
        for (const { specifier, typeOnly, node } of file.imports)
          if (!typeOnly && clients.has(specifier))
            yield file.at(node, `${specifier} calls other services past the platform.`);
        for (const call of fetchesIn(file)) {
          if (file.path.startsWith('packages/') && hasTimeLimit(call)) continue;
          yield file.at(
            call,
            file.path.startsWith('packages/')
              ? 'The call has no time limit.'
              : 'Another service is called past the platform.',
          );
        }
      },
    ),
};

/** Calls of the runtime's own fetch, and of node:http. */
function fetchesIn(file: TypeScriptFile): readonly ts.CallExpression[] {
  return syntaxOf(file).calls.filter((call) => {
    const { expression } = call;
    if (ts.isIdentifier(expression))
      return (
        expression.text === 'fetch' &&
        bindingOf(file, 'fetch', call) === null &&
        !imports(file, 'fetch')
      );
    const on = receiverOf(call);
    if (on === null || !ts.isIdentifier(on)) return false;
    const name = calledName(call);
    if (name === 'fetch') return on.text === 'globalThis' || on.text === 'Bun';
    return (on.text === 'http' || on.text === 'https') && (name === 'request' || name === 'get');
  });
}

const imports = (file: TypeScriptFile, name: string): boolean =>
  file.imports.some(({ names }) => names.includes(name));

function hasTimeLimit({ arguments: given }: ts.CallExpression): boolean {
  const options = given[1];
  if (options === undefined || !ts.isObjectLiteralExpression(bare(options)))
    return options !== undefined;
  return memberOf(bare(options) as ts.ObjectLiteralExpression, 'signal') !== null;
}

const adapters = 'contexts/*/src/infrastructure/externals/**/*.ts';

const adaptersWrapped: Check = {
  name: 'adapters-are-resilient',
  title: 'Adapters of externals are made with the client of the platform',
  reason: 'The limits belong to the adapter, so that no use case can forget them.',
  mend: 'Make the client of the adapter by createExternalClient of @packages/platform/resilience.',
  subject: 'adapters of externals',
  applies: (repository) => repository.paths(adapters).length > 0,
  inspect: (repository) =>
    inspectEach(repository.typescript(adapters), function* (file) {
      if (!makesPort(file) || usesClient(repository, file)) return;
      yield {
        path: file.path,
        line: 1,
        column: 1,
        message: 'The adapter does not call by createExternalClient.',
      };
    }),
};

/** Whether a file makes an adapter: it exports a function. What else is there is a part of one. */
function makesPort({ tree }: TypeScriptFile): boolean {
  return tree.statements.some(
    (statement) =>
      (ts.isFunctionDeclaration(statement) || ts.isVariableStatement(statement)) &&
      statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true &&
      (ts.isFunctionDeclaration(statement)
        ? (statement.name?.text ?? '')
        : statement.declarationList.getText(tree).replace(/^const /, '')
      ).startsWith('create'),
  );
}

/** Whether a file, or one beside it that it is made of, makes an external client. */
function usesClient(repository: Repository, file: TypeScriptFile, depth = 0): boolean {
  if (syntaxOf(file).calls.some((call) => calledName(call) === 'createExternalClient')) return true;
  if (depth === 3) return false;
  return file.imports.some(({ specifier, typeOnly }) => {
    const module = moduleOf(file.path, specifier);
    const other =
      !typeOnly && module.kind === 'file' ? repository.typescriptFile(module.path) : null;
    return (
      other !== null &&
      other.path.includes('/infrastructure/') &&
      usesClient(repository, other, depth + 1)
    );
  });
}

export const externals: Rule = {
  id: 'RES-4',
  title: 'Circuit breakers, time limits and bulkheads on every external dependency',
  checks: [throughResilience, adaptersWrapped, policies, retries],
};
