import { codeRoutes } from '../../reading/code/routes.ts';
import { isNode, sqlNodes } from '../../reading/sql.ts';
import { sqlInCode } from '../../reading/sql-in-code.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';

const noOffset: Check = {
  name: 'no-offset',
  title: 'Collections are read from a cursor on, never by counting rows off',
  reason:
    'An offset reads and throws away every row before it, and shows rows twice or not at all when others are added meanwhile.',
  mend: 'Order by a key that is unique, and ask for what comes after the last one: where (created_at, id) < cursor, limit n + 1, pageOf.',
  subject: 'files of contexts',
  inspect: (repository) => inspectEach(repository.typescript('contexts/*/src/**/*.ts'), offsetsIn),
};

function* offsetsIn(file: TypeScriptFile): Generator<Finding> {
  if (!/offset/i.test(file.text)) return;
  for (const call of file.nodes(ts.SyntaxKind.CallExpression)) {
    const { expression } = call;
    if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'offset') continue;
    if (isQuery(expression.expression))
      yield file.at(expression.name, 'Rows are counted off here.');
  }
  for (const { node, sql } of sqlInCode(file)) {
    const counts = sql?.statements.some((statement) =>
      [...sqlNodes(statement.node)].some(([key, inner]) => key === 'limitOffset' && isNode(inner)),
    );
    if (counts === true) yield file.at(node, 'Rows are counted off here.');
  }
}

/** A chain of calls that builds a query. */
function isQuery(expression: ts.Expression): boolean {
  let at: ts.Node = expression;
  while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at)) {
    if (ts.isPropertyAccessExpression(at) && building.has(at.name.text)) return true;
    at = at.expression;
  }
  return ts.isIdentifier(at) && /query/i.test(at.text);
}

const building = new Set(['limit', 'orderBy', 'selectAll', 'selectFrom', 'where']);

export const pagination: Rule = {
  id: 'API-3',
  title: 'Cursor pagination for collections',
  checks: [noOffset],
};

const versionedPaths: Check = {
  name: 'versioned-paths',
  title: 'Every path of a context begins with its version',
  reason:
    'Without a version in the path there is no room for the next one: the first change that breaks a client breaks all of them at once.',
  mend: "Begin the path with /v1/, or with the version that it belongs to: '/v1/<context>/<plural>'.",
  subject: 'routes of contexts',
  inspect: (repository) =>
    inspectEach(
      codeRoutes(repository).filter(({ file }) => file.path.startsWith('contexts/')),
      ({ file, call, method, template }) =>
        template === null || /^\/v[1-9][0-9]*\//.test(template)
          ? []
          : [file.at(call.arguments[0] ?? call, `${method} ${template} has no version.`)],
    ),
};

export const versioning: Rule = {
  id: 'API-4',
  title: 'A documented versioning strategy',
  checks: [versionedPaths],
};
