import { contextsOf } from '../../reading/contexts.ts';
import type { Repository } from '../../reading/repository.ts';
import { schemasIn, sqlInCode } from '../../reading/sql-in-code.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding } from '../../rule.ts';

export const querySchema: Check = {
  name: 'query-schema',
  title: 'Code queries the schema of its own context only',
  reason:
    "A query on another context's tables breaks when that context changes them, and nothing says so beforehand; a join across two of them can never become two services.",
  mend: "Keep what is needed of the other context in a read model of one's own, fed by its events.",
  subject: 'files that may query',
  inspect: (repository) =>
    inspectEach(queryingFiles(repository), function* ({ path, foreign }) {
      const text = repository.text(path) ?? '';
      const file = [...foreign].some((schema) => text.includes(schema))
        ? repository.typescriptFile(path)
        : null;
      if (file === null) return;
      for (const found of sqlInCode(file)) {
        for (const { schema, name } of schemasIn(found))
          if (foreign.has(schema)) yield file.at(found.node, `This SQL touches ${name}.`);
      }
      yield* foreignTables(file, foreign);
      if (file.path.startsWith('contexts/')) yield* foreignSchemas(file, foreign);
    }),
};

interface QueryingFile {
  readonly path: string;
  /** schemas that it has no business with */
  readonly foreign: ReadonlySet<string>;
}

/** Contexts see their own schema; what hosts or serves them sees none. */
function* queryingFiles(repository: Repository): Generator<QueryingFile> {
  const contexts = contextsOf(repository);
  const all = new Set(contexts.map(({ schema }) => schema));
  for (const { folder, schema } of contexts) {
    const foreign = new Set(all);
    foreign.delete(schema);
    for (const path of repository.paths(`${folder}/src/**/*.ts`)) yield { path, foreign };
  }
  for (const path of repository.paths('{apps,packages}/*/src/**/*.ts'))
    yield { path, foreign: all };
}

/** Calls whose first words name a table: `schema.table`, with an alias perhaps. */
const ofTables = new Set([
  'crossJoin',
  'deleteFrom',
  'from',
  'fullJoin',
  'innerJoin',
  'innerJoinLateral',
  'insertInto',
  'leftJoin',
  'leftJoinLateral',
  'mergeInto',
  'rightJoin',
  'selectFrom',
  'table',
  'updateTable',
  'using',
]);

/** Calls whose first argument is a schema. */
const ofSchemas = new Set(['id', 'queriesOf', 'sagaStoreOf', 'withSchema']);

function* foreignTables(file: TypeScriptFile, foreign: ReadonlySet<string>): Generator<Finding> {
  for (const call of file.nodes(ts.SyntaxKind.CallExpression)) {
    const name = calledName(call);
    if (name === null) continue;
    if (ofTables.has(name)) {
      for (const text of textsOf(call.arguments[0])) {
        const [schema = '', ...rest] = text.text.split('.');
        if (rest.length > 0 && foreign.has(schema))
          yield file.at(text, `This query touches ${text.text}.`);
      }
    } else if (ofSchemas.has(name)) {
      const [text] = textsOf(call.arguments[0]);
      if (text !== undefined && foreign.has(text.text))
        yield file.at(text, `${name} is given the schema ${text.text}.`);
    }
  }
}

/** What a unit of work or a migration is told: `schema: 'catalog'`. */
function* foreignSchemas(file: TypeScriptFile, foreign: ReadonlySet<string>): Generator<Finding> {
  for (const { name, initializer } of file.nodes(ts.SyntaxKind.PropertyAssignment)) {
    if (name.getText(file.tree) !== 'schema' || !ts.isStringLiteralLike(initializer)) continue;
    if (foreign.has(initializer.text))
      yield file.at(initializer, `The schema ${initializer.text} is used here.`);
  }
}

function calledName({ expression }: ts.CallExpression): string | null {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : null;
}

/** A text, or the texts of a list. */
function textsOf(node: ts.Node | undefined): readonly ts.StringLiteralLike[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node];
  return ts.isArrayLiteralExpression(node) ? node.elements.filter(ts.isStringLiteralLike) : [];
}
