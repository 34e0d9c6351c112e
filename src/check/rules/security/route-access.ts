import { codeRoutes } from '../../reading/code/routes.ts';
import { calledName } from '../../reading/code/syntax.ts';
import { resolved, type Located } from '../../reading/code/values.ts';
import { derived } from '../../reading/derived.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts } from '../../reading/typescript.ts';
import { inspectEach, type Check } from '../../rule.ts';

const publicRoutesDocument = 'docs/public-routes.md';

export const routesAreEndpoints: Check = {
  name: 'routes-are-endpoints',
  title: 'Every route is made by an endpoint, which asks for a token and a scope',
  reason:
    'A handler given to the router as it is answers everybody, and nobody notices until somebody looks.',
  mend: 'Declare an operation with its scope, and give the router endpoint(operation, handle, reply).',
  subject: 'routes',
  inspect: (repository) =>
    inspectEach(codeRoutes(repository), function* ({ file, method, template, handler }) {
      if (kindOf(repository, { file, node: handler }) === 'handler')
        yield file.at(
          handler,
          `${method} ${template ?? 'this route'} answers without asking for a scope.`,
        );
    }),
};

export const publicRoutes: Check = {
  name: 'public-routes-listed',
  title: 'What answers without a token is in the list of public routes',
  reason:
    'Routes are closed unless somebody decided otherwise, and the list is where that decision is read.',
  mend: `Give the route an operation with a scope, or add it to ${publicRoutesDocument} with the reason why it is public.`,
  subject: 'routes',
  inspect: (repository) => {
    const listed = listedRoutes(repository);
    return inspectEach(
      codeRoutes(repository),
      function* ({ file, call, method, template, handler }) {
        if (template === null || listed.has(`${method} ${template}`)) return;
        if (kindOf(repository, { file, node: handler }) === 'public')
          yield file.at(
            call.arguments[0] ?? call,
            `${method} ${template} answers without a token, and is not listed.`,
          );
      },
    );
  },
};

/** The rows of the document: `| GET | `/docs` | … |`. */
const listedRoutes = derived((repository): ReadonlySet<string> => {
  const rows = (repository.text(publicRoutesDocument) ?? '').split('\n');
  return new Set(
    rows.flatMap((row) => {
      const [, method = '', route = ''] = row.split('|').map((cell) => cell.trim());
      const named = /^`([^`]+)`$/.exec(route)?.[1];
      return named === undefined ? [] : [`${method} ${named}`];
    }),
  );
});

/** Handlers that this repository writes itself, and that neither factory made. */
function kindOf(
  repository: Repository,
  value: Located,
  depth = 0,
): 'endpoint' | 'public' | 'handler' | 'unknown' {
  if (depth > 5) return 'unknown';
  const { file, node } = resolved(repository, value);
  if (ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return 'handler';
  if (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isObjectLiteralExpression(node)
  )
    return 'handler';
  if (!ts.isCallExpression(node)) return 'unknown';
  if (calledName(node) === 'publicEndpoint') return 'public';
  if (!ts.isIdentifier(node.expression)) return 'unknown';
  const maker = resolved(repository, { file, node: node.expression });
  const made = returnedBy(maker.node);
  return made === null
    ? 'endpoint'
    : kindOf(repository, { file: maker.file, node: made }, depth + 1);
}

/** What a function gives back, where it is plain to see; null: not. */
function returnedBy(node: ts.Node): ts.Expression | null {
  if (!ts.isArrowFunction(node) && !ts.isFunctionDeclaration(node)) return null;
  if (node.body === undefined) return null;
  if (!ts.isBlock(node.body)) return node.body;
  const last = node.body.statements.at(-1);
  return last !== undefined && ts.isReturnStatement(last) ? (last.expression ?? null) : null;
}
