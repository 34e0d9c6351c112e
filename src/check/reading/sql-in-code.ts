import { parseSql, sqlWords, type Sql } from './sql.ts';
import { qualifiedWords, schemaReferences } from './sql-references.ts';
import { ts, type TypeScriptFile } from './typescript.ts';

/** SQL that stands in TypeScript: a template tagged `sql`, or a text that is a statement. */
export interface SqlInCode {
  readonly node: ts.Node;
  /** The SQL, each value and fragment in it replaced by the name `_`. */
  readonly text: string;
  /** Null where it is a fragment that makes no statement even with one around it. */
  readonly sql: Sql | null;
}

export function* sqlInCode(file: TypeScriptFile): Generator<SqlInCode> {
  for (const node of file.nodes(ts.SyntaxKind.TaggedTemplateExpression)) {
    if (!isSqlTag(node.tag)) continue;
    const text = withoutValues(node.template);
    yield { node, text, sql: parsed(text) };
  }
  for (const node of [
    ...file.nodes(ts.SyntaxKind.StringLiteral),
    ...file.nodes(ts.SyntaxKind.NoSubstitutionTemplateLiteral),
    ...file.nodes(ts.SyntaxKind.TemplateExpression),
  ]) {
    if (ts.isTaggedTemplateExpression(node.parent)) continue;
    const text = ts.isStringLiteral(node) ? node.text : withoutValues(node);
    if (!STATEMENT.test(text)) continue;
    const sql = parseSql(text);
    if (sql.error === null) yield { node, text, sql };
  }
}

/** Names with a schema in SQL that stands in code; of a fragment, what looks like one. */
export function schemasIn({ text, sql }: SqlInCode): readonly { schema: string; name: string }[] {
  if (sql !== null) return [...schemaReferences(sql)];
  return qualifiedWords(sqlWords(text)).map((names) => ({
    schema: names[0] ?? '',
    name: names.join('.'),
  }));
}

const STATEMENT = /^\s*(?:alter|create|delete|drop|insert|merge|select|truncate|update|with)\s/i;

function isSqlTag(tag: ts.Expression): boolean {
  return ts.isIdentifier(tag) && tag.text === 'sql';
}

/** Where a fragment may stand in a statement. */
const frames = ['', 'SELECT ', 'SELECT FROM _ ', 'SELECT FROM '];

function parsed(text: string): Sql | null {
  for (const frame of frames) {
    const sql = parseSql(frame + text);
    if (sql.error === null) return sql;
  }
  return null;
}

function withoutValues(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const rest = template.templateSpans.map(({ literal }) => `_${literal.text}`);
  return template.head.text + rest.join('');
}
