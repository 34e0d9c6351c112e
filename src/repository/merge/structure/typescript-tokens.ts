import type * as tsMorph from '../../typescript-syntax.ts';
import type { Comment, Extent } from './source-tree.ts';

type Ts = (typeof tsMorph)['ts'];
type Node = tsMorph.ts.Node;

interface Token extends Extent {
  /** As it would be written in any formatting. */
  readonly text: string;
}

/** The words of a file without white space, comments, semicolons and commas behind last items. */
export interface Tokens {
  readonly comments: readonly Comment[];
  readonly verbatim: readonly Extent[];
  /** Identifiers and texts of strings. */
  readonly names: ReadonlySet<string>;
  between(extent: Extent): readonly string[];
  /** Those between, without those of the parts. */
  outside(extent: Extent, parts: readonly Extent[]): readonly string[];
}

export function tokensOf(ts: Ts, file: tsMorph.ts.SourceFile): Tokens {
  const leaves: { readonly node: Node; readonly extent: Extent }[] = [];
  collect(ts, file, file, leaves);
  const comments: Comment[] = [];
  const verbatim: Extent[] = [];
  const names = new Set<string>();
  const tokens: Token[] = [];
  let at = 0;
  for (const [index, { node, extent }] of leaves.entries()) {
    comments.push(...commentsBetween(file.text, at, extent.start));
    at = extent.end;
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (ts.isStringLiteral(node)) names.add(node.text);
    else if (ts.isTemplateLiteralToken(node)) verbatim.push(extent);
    const text = canonical(ts, node, file);
    const next = leaves[index + 1];
    if (text === '' || text === ';' || (text === ',' && closes(next?.node, file))) continue;
    tokens.push({ ...extent, text });
  }
  const between = ({ start, end }: Extent) => {
    const found: Token[] = [];
    for (let i = firstFrom(tokens, start); i < tokens.length; i += 1) {
      const token = tokens[i];
      if (token === undefined || token.end > end) break;
      found.push(token);
    }
    return found;
  };
  return {
    comments,
    verbatim,
    names,
    between: (extent) => between(extent).map(({ text }) => text),
    outside: (extent, parts) =>
      between(extent)
        .filter(({ start, end }) => !parts.some((part) => start >= part.start && end <= part.end))
        .map(({ text }) => text),
  };
}

function collect(
  ts: Ts,
  node: Node,
  file: tsMorph.ts.SourceFile,
  leaves: { readonly node: Node; readonly extent: Extent }[],
): void {
  const children = node.getChildren(file).filter(({ kind }) => !ts.isJSDoc({ kind } as Node));
  if (children.length > 0) {
    for (const child of children) collect(ts, child, file, leaves);
  } else if (node.kind !== ts.SyntaxKind.SyntaxList) {
    leaves.push({ node, extent: { start: node.getStart(file), end: node.end } });
  }
}

function canonical(ts: Ts, node: Node, file: tsMorph.ts.SourceFile): string {
  if (ts.isStringLiteral(node)) return JSON.stringify(node.text);
  return file.text.slice(node.getStart(file), node.end);
}

function closes(node: Node | undefined, file: tsMorph.ts.SourceFile): boolean {
  return node !== undefined && /^[\])}>]$/.test(file.text.slice(node.getStart(file), node.end));
}

/** Comments in a stretch of white space and comments. */
function commentsBetween(text: string, start: number, end: number): Comment[] {
  const found: Comment[] = [];
  for (const match of text.slice(start, end).matchAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g)) {
    const from = start + match.index;
    found.push({ start: from, end: from + match[0].length, text: match[0].trimEnd() });
  }
  return found;
}

/** The index of the first token at or behind a place. */
function firstFrom(tokens: readonly Token[], place: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
