import type * as tsMorph from '../../typescript-syntax.ts';
import { blockOf, statementsOf } from './typescript-lines.ts';
import { elementKeys, memberKeys, statementKeys } from './typescript-keys.ts';
import { tokensOf, type Tokens } from './typescript-tokens.ts';
import {
  atom,
  composite,
  list,
  type Extent,
  type Item,
  type List,
  type SourceNode,
  type SourceTree,
} from './source-tree.ts';

type Ts = (typeof tsMorph)['ts'];
type Node = tsMorph.ts.Node;
type SourceFile = tsMorph.ts.SourceFile;

/** What a parse needs to know all the way down. */
export interface Parsing {
  readonly ts: Ts;
  readonly file: SourceFile;
  readonly tokens: Tokens;
}

/** TypeScript or JavaScript; null where it does not parse. */
export function parseTypeScript(ts: Ts, text: string): SourceTree | null {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ESNext, false);
  const { parseDiagnostics } = file as SourceFile & { parseDiagnostics: readonly unknown[] };
  if (parseDiagnostics.length > 0) return null;
  const tokens = tokensOf(ts, file);
  const root = fileOf({ ts, file, tokens });
  return { text, root, comments: tokens.comments, verbatim: tokens.verbatim, names: tokens.names };
}

/** The imports at the head of a file, and its other statements. */
function fileOf(parsing: Parsing): SourceNode {
  const { ts, file } = parsing;
  const { statements } = file;
  const rest = statements.findIndex((statement) => !ts.isImportDeclaration(statement));
  const head = rest < 0 ? statements.length : rest;
  const parts: { role: string; node: SourceNode }[] = [];
  const imports = statements.slice(0, head);
  const others = statements.slice(head);
  const first = statements[0];
  const start = first === undefined ? 0 : lineStart(file.text, first.getStart(file));
  let end = start;
  if (imports.length > 0) {
    const node = statementsOf(parsing, imports, start, itemsOf(parsing, imports), false);
    parts.push({ role: 'imports', node });
    end = node.end;
  }
  if (others.length > 0) {
    const from = imports.length > 0 ? Math.min(end + 1, file.text.length) : start;
    const runs = others.some((statement) => !isDeclaration(ts, statement));
    const node = statementsOf(parsing, others, from, itemsOf(parsing, others), runs);
    parts.push({ role: 'statements', node });
    end = node.end;
  }
  return composite('file', { start, end }, '', parts);
}

function isDeclaration(ts: Ts, statement: Node): boolean {
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isVariableStatement(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isImportDeclaration(statement)
  );
}

function itemsOf(parsing: Parsing, statements: readonly Node[]): Item[] {
  return statements.map((statement) => {
    const node = nodeOf(parsing, statement);
    return { node, keys: [...statementKeys(parsing, statement), node.meaning] };
  });
}

/** Any node: a list where items can come and go, else its parts by the names they have in the grammar. */
function nodeOf(parsing: Parsing, node: Node): SourceNode {
  const { ts, file } = parsing;
  if (ts.isArrayLiteralExpression(node) && !node.elements.some(ts.isOmittedExpression)) {
    return delimited(parsing, node, node.elements, elementKeys);
  }
  if (ts.isObjectLiteralExpression(node)) {
    return delimited(parsing, node, node.properties, memberKeys);
  }
  if (ts.isNamedImports(node) || ts.isNamedExports(node)) {
    return delimited(parsing, node, node.elements, memberKeys, true);
  }
  const extent = { start: node.getStart(file), end: node.end };
  if (ts.isBlock(node) && node.statements.length > 0) {
    const items = itemsOf(parsing, node.statements);
    return composite(kindOf(node), extent, 'block', [
      { role: 'statements', node: blockOf(parsing, node, items) },
    ]);
  }
  return grammatical(parsing, node, extent);
}

function delimited<T extends Node>(
  parsing: Parsing,
  node: Node,
  elements: readonly T[],
  keysOf: (parsing: Parsing, element: T, meaning: string) => readonly string[],
  unordered = false,
): List {
  const items = elements.map((element): Item => {
    const item = nodeOf(parsing, element);
    return { node: item, keys: keysOf(parsing, element, item.meaning) };
  });
  const extent = { start: node.getStart(parsing.file), end: node.end };
  return list(kindOf(node), extent, items, { layout: 'delimited', unordered });
}

function grammatical(parsing: Parsing, node: Node, extent: Extent): SourceNode {
  const parts = childrenOf(node)
    .map(({ role, children, single }) => ({
      role,
      node: single ? nodeOf(parsing, children[0] as Node) : sequenceOf(parsing, role, children),
    }))
    .sort((a, b) => a.node.start - b.node.start);
  const own = parsing.tokens.between(extent);
  if (parts.length === 0) return atom(kindOf(node), extent, own.join(' '));
  const frame = parsing.tokens.outside(
    extent,
    parts.map((part) => part.node),
  );
  return composite(kindOf(node), extent, frame.join(' '), parts);
}

/** Parameters, arguments and the like: by their position. */
function sequenceOf(parsing: Parsing, role: string, children: readonly Node[]): SourceNode {
  const nodes = children.map((child) => nodeOf(parsing, child));
  const extent = { start: nodes[0]?.start ?? 0, end: nodes.at(-1)?.end ?? 0 };
  return composite(
    role,
    extent,
    '',
    nodes.map((node, index) => ({ role: String(index), node })),
  );
}

interface Children {
  readonly role: string;
  readonly children: readonly Node[];
  readonly single: boolean;
}

/** Not parts of the text, or not in its order. */
const NOT_PARTS = new Set(['parent', 'jsDoc', 'endOfFileToken', 'original', 'emitNode']);

/** The properties of a node that hold nodes. */
function childrenOf(node: Node): Children[] {
  const found: Children[] = [];
  for (const [role, value] of Object.entries(node)) {
    if (NOT_PARTS.has(role)) continue;
    if (isNode(value)) found.push({ role, children: [value], single: true });
    else if (Array.isArray(value) && value.length > 0 && value.every(isNode)) {
      found.push({ role, children: value, single: false });
    }
  }
  return found;
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'pos' in value &&
    'end' in value
  );
}

function kindOf(node: Node): string {
  return `syntax ${node.kind}`;
}

function lineStart(text: string, place: number): number {
  return text.lastIndexOf('\n', place - 1) + 1;
}
