import { loadModule, parseSync, scanSync } from 'libpg-query';

// PostgreSQL's own parser is WebAssembly, and has to be there before the first statement is read.
await loadModule();

/** A text of SQL statements, read by PostgreSQL's own parser. */
export interface Sql {
  readonly text: string;
  readonly statements: readonly SqlStatement[];
  /** Why it cannot be parsed, and where; null: it can. */
  readonly error: { readonly message: string; readonly offset: number } | null;
  /** The UTF-16 offset of one of the parser's locations, which count bytes. */
  offsetOf(byte: number): number;
}

export interface SqlStatement {
  /** the parser's name, e.g. `CreateStmt`, `SelectStmt` */
  readonly kind: string;
  /** the parser's tree (https://github.com/pganalyze/libpg_query, protobuf/pg_query.proto), without its kind */
  readonly node: Readonly<Record<string, unknown>>;
  /** UTF-16 offset in the text */
  readonly offset: number;
}

export function parseSql(text: string): Sql {
  const offsetOf = offsets(text);
  if (text.trim() === '') return { text, statements: [], error: null, offsetOf };
  try {
    const { stmts = [] } = parseSync(text) as unknown as { stmts?: readonly RawStatement[] };
    const statements = stmts.map(({ stmt, stmt_location: start = 0 }): SqlStatement => {
      const [[kind, node] = ['', {}]] = Object.entries(stmt);
      const from = offsetOf(start);
      return { kind, node, offset: from + leadingSpace(text, from) };
    });
    return { text, statements, error: null, offsetOf };
  } catch (error) {
    return { text, statements: [], error: describe(error, offsetOf), offsetOf };
  }
}

interface RawStatement {
  readonly stmt: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly stmt_location?: number;
}

type Node = Readonly<Record<string, unknown>>;

/** Every object of a parser's tree with the key it stands under, parents first. */
export function* sqlNodes(root: Node): Generator<readonly [key: string, node: Node]> {
  const waiting: (readonly [string, Node])[] = [['', root]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (const [key, value] of Object.entries(next[1]).toReversed()) {
      const children = Array.isArray(value) ? value.toReversed() : [value];
      for (const child of children) if (isNode(child)) waiting.push([key, child]);
    }
  }
}

/** The words of a text as PostgreSQL reads them, comments left out: for what is no statement by itself. */
export function sqlWords(text: string): readonly string[] {
  try {
    return scanSync(text)
      .tokens.filter(({ tokenName }) => !tokenName.includes('COMMENT'))
      .map(({ text: word }) => unquoted(word));
  } catch {
    return [];
  }
}

/** The strings of a list of names such as `[{ String: { sval } }, …]`. */
export function namesOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const name = isNode(item) && isNode(item['String']) ? item['String']['sval'] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parser counts bytes, editors count UTF-16. */
function offsets(text: string): (byte: number) => number {
  const bytes = Buffer.from(text);
  if (bytes.length === text.length) return (byte) => byte;
  return (byte) => bytes.subarray(0, byte).toString().length;
}

/** White space and comments in front of a statement are no part of it. */
function leadingSpace(text: string, from: number): number {
  return /^(?:\s|--[^\n]*(?:\n|$))*/.exec(text.slice(from))?.[0].length ?? 0;
}

function unquoted(word: string): string {
  if (!word.startsWith('"') || !word.endsWith('"')) return word.toLowerCase();
  return word.slice(1, -1).replaceAll('""', '"');
}

function describe(error: unknown, offsetOf: (byte: number) => number) {
  const message = error instanceof Error ? error.message : String(error);
  const details = (error as { sqlDetails?: { cursorPosition?: number } }).sqlDetails;
  return { message, offset: offsetOf(details?.cursorPosition ?? 0) };
}
