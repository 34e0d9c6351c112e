import { isNode, namesOf, sqlNodes, sqlWords, type Sql, type SqlStatement } from './sql.ts';

/** A name in a statement that says which schema it is of. */
export interface SchemaReference {
  readonly schema: string;
  /** as it may be written: `catalog.products` */
  readonly name: string;
  /** UTF-16 offset in the text */
  readonly offset: number;
  /** It is what a foreign key points to. */
  readonly isKey: boolean;
}

/** Everything of a named schema that statements touch: tables, columns, functions, types, and schemas themselves. */
export function* schemaReferences(sql: Sql): Generator<SchemaReference> {
  for (const statement of sql.statements) yield* referencesOf(statement, sql);
}

type Node = Readonly<Record<string, unknown>>;

function* referencesOf(statement: SqlStatement, sql: Sql): Generator<SchemaReference> {
  let offset = statement.offset;
  const named = (names: readonly string[], node: Node, isKey = false): SchemaReference => {
    if (typeof node['location'] === 'number') offset = sql.offsetOf(node['location']);
    return { schema: names[0] ?? '', name: names.join('.'), offset, isKey };
  };
  for (const [key, node] of sqlNodes(statement.node)) {
    const { schemaname, relname, newschema } = node;
    if (typeof schemaname === 'string') {
      const names = typeof relname === 'string' ? [schemaname, relname] : [schemaname];
      yield named(names, node, key === 'pktable');
    }
    if (typeof newschema === 'string') yield named([newschema], node);
    const qualified = namesIn(key, node);
    if (qualified !== null) yield named(qualified, node);
    for (const schema of searchPath(node)) yield named([schema], node);
    for (const names of namesInBody(node)) yield named(names, node);
  }
  yield* removedOrDescribed(statement).map((names) => named(names, {}));
}

/** Qualified names of columns, functions and types. */
function namesIn(key: string, node: Node): readonly string[] | null {
  if (key === 'ColumnRef') {
    const fields = namesOf(node['fields']);
    return Array.isArray(node['fields']) && node['fields'].length > 2 ? fields : null;
  }
  for (const list of ['funcname', 'names', 'typeName', 'objname']) {
    const names = namesOf(node[list]);
    if (names.length > 1 && names[0] !== 'pg_catalog') return names;
  }
  return null;
}

/** `SET search_path = a, b` */
function searchPath(node: Node): readonly string[] {
  if (node['name'] !== 'search_path' || !Array.isArray(node['args'])) return [];
  return node['args'].flatMap((argument: unknown) => {
    const constant = isNode(argument) ? argument['A_Const'] : undefined;
    const value = isNode(constant) ? constant['sval'] : undefined;
    return isNode(value) && typeof value['sval'] === 'string' ? [value['sval']] : [];
  });
}

/** The text of a function or a DO block may be of any language: what looks like a qualified name is taken for one. */
function namesInBody(node: Node): readonly (readonly string[])[] {
  if (node['defname'] !== 'as' || !isNode(node['arg'])) return [];
  const { List: list, String: single } = node['arg'];
  const bodies = isNode(list) ? namesOf(list['items']) : namesOf([{ String: single }]);
  return bodies.flatMap((body) => qualifiedWords(sqlWords(body)));
}

/** `a . b` among words, the longest first. */
export function qualifiedWords(words: readonly string[]): readonly (readonly string[])[] {
  return words.flatMap((word, index) => {
    const next = words[index + 2];
    const starts = words[index + 1] === '.' && words[index - 1] !== '.' && next !== undefined;
    return starts ? [[word, next]] : [];
  });
}

/** The names in DROP and COMMENT ON, which are lists rather than tables. */
function removedOrDescribed({ kind, node }: SqlStatement): readonly (readonly string[])[] {
  const objects: unknown[] =
    kind === 'DropStmt' && Array.isArray(node['objects'])
      ? node['objects']
      : kind === 'CommentStmt'
        ? [node['object']]
        : [];
  return objects.flatMap((object) => {
    const list = isNode(object) ? object['List'] : undefined;
    const names = isNode(list) ? namesOf(list['items']) : [];
    return names.length > 1 ? [names] : [];
  });
}
