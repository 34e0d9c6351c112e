import {
  Composer,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parse,
  Parser,
  stringify,
  visit,
  type CST,
  type Document,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

import { itemKeys } from './item-keys.ts';
import {
  atom,
  commentsIn,
  composite,
  list,
  type Comment,
  type Extent,
  type Item,
  type List,
  type SourceNode,
  type SourceTree,
} from './source-tree.ts';

/** Something of YAML that is merged by lines only. */
class Unsupported extends Error {}

/** One YAML document; null where it does not parse, or has anchors, tags or several documents. */
export function parseYaml(text: string): SourceTree | null {
  const tokens = [...new Parser().parse(text)];
  const documents = [...new Composer({ keepSourceTokens: true }).compose(tokens)];
  const [document] = documents;
  if (documents.length !== 1 || document === undefined) return null;
  if (document.errors.length > 0 || isSpecial(document) || /^\s*\? /m.test(text)) return null;
  try {
    const root = valueOf(document.contents, text, { after: null });
    const comments = commentsOf(tokens);
    const restyled = (item: SourceNode, layout: List['layout']) =>
      commentsIn({ comments }, item.start, item.end).length > 0
        ? null
        : rewritten(item, text, layout);
    return { text, root, comments, verbatim: [], restyled };
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

/** Whether all documents parse, and every alias has its anchor. */
export function isYaml(text: string): boolean {
  const documents = [...new Composer().compose(new Parser().parse(text))];
  if (documents.some(({ errors }) => errors.length > 0)) return false;
  try {
    for (const document of documents) document.toJS();
    return true;
  } catch {
    return false;
  }
}

/** Whether nodes refer to one another or have tags: their texts cannot be moved about. */
function isSpecial(document: Document): boolean {
  let special = false;
  visit(document, {
    Alias: () => {
      special = true;
      return visit.BREAK;
    },
    Value: (_key, node) => {
      if (node.anchor === undefined && node.tag === undefined) return undefined;
      special = true;
      return visit.BREAK;
    },
  });
  return special;
}

/** Where a value stands: behind its key or dash; null at the root. */
interface Place {
  readonly after: number | null;
}

function valueOf(value: unknown, text: string, place: Place): SourceNode {
  if (isMap(value)) return value.flow ? flowMap(value, text) : blockMap(value, text, place);
  if (isSeq(value)) return value.flow ? flowSeq(value, text) : blockSeq(value, text, place);
  if (isScalar(value)) return scalar(value, text);
  throw new Unsupported();
}

function scalar(value: Scalar, text: string): SourceNode {
  const { start, end } = rangeOf(value);
  if (start === end) throw new Unsupported();
  const source = text.slice(start, end);
  const isBlock = value.type === 'BLOCK_LITERAL' || value.type === 'BLOCK_FOLDED';
  if (isBlock && /^[|>][^\n]*\+/.test(source)) throw new Unsupported();
  const extent = isBlock ? { start, end: start + source.trimEnd().length } : { start, end };
  const meaning =
    typeof value.value === 'string' ? JSON.stringify(value.value) : String(value.source);
  return atom('value', extent, meaning);
}

function flowMap(map: YAMLMap, text: string): SourceNode {
  const items = map.items.map((pair) => pairOf(pair, text));
  return list('map', rangeOf(map), items, { layout: 'delimited', unordered: true });
}

function flowSeq(seq: YAMLSeq, text: string): SourceNode {
  const items = seq.items.map((value): Item => {
    if (isPair(value)) throw new Unsupported();
    const node = valueOf(value, text, { after: null });
    const entry = composite('entry', node, '', [{ role: 'value', node }]);
    return { node: entry, keys: itemKeys(propertiesOf(value, text), node.meaning) };
  });
  return list('seq', rangeOf(seq), items, { layout: 'delimited' });
}

function blockMap(map: YAMLMap, text: string, place: Place): SourceNode {
  const items = map.items.map((pair) => pairOf(pair, text));
  return list('map', linesOf(items, text, place), items, { layout: 'lines', unordered: true });
}

function blockSeq(seq: YAMLSeq, text: string, place: Place): SourceNode {
  const token = seq.srcToken;
  if (token?.type !== 'block-seq') throw new Unsupported();
  const items = seq.items.map((value, index): Item => {
    const dash = token.items[index]?.start.find(({ type }) => type === 'seq-item-ind');
    if (dash === undefined) throw new Unsupported();
    const node = valueOf(value, text, { after: dash.offset + 1 });
    const extent = { start: dash.offset, end: node.end };
    return {
      node: composite('entry', extent, '', [{ role: 'value', node }]),
      keys: itemKeys(propertiesOf(value, text), node.meaning),
    };
  });
  return list('seq', linesOf(items, text, place), items, { layout: 'lines' });
}

function pairOf(pair: Pair, text: string): Item {
  const { key, value } = pair;
  if (!isScalar(key)) throw new Unsupported();
  const { start, end } = rangeOf(key);
  const name = JSON.stringify(key.value);
  const isEmpty = value === null || (isScalar(value) && value.range?.[0] === value.range?.[1]);
  if (isEmpty) {
    const colon = text.indexOf(':', end);
    return { node: composite('pair', { start, end: colon + 1 }, name, []), keys: [name] };
  }
  const node = valueOf(value, text, { after: end });
  return {
    node: composite('pair', { start, end: node.end }, name, [{ role: 'value', node }]),
    keys: [name],
  };
}

/** The lines of a block, with the comments above its first item, without the last line's end. */
function linesOf(items: readonly Item[], text: string, { after }: Place): Extent {
  const first = items[0]?.node;
  const last = items.at(-1)?.node;
  if (first === undefined || last === undefined) throw new Unsupported();
  const newline = after === null ? -1 : text.indexOf('\n', after);
  const own = newline >= 0 && newline < first.start;
  const lineStart = text.lastIndexOf('\n', first.start - 1) + 1;
  const lineEnd = text.indexOf('\n', last.end);
  return {
    start: own ? newline + 1 : after === null ? lineStart : first.start,
    end: lineEnd < 0 ? text.length : lineEnd,
  };
}

/** An item of a block as it is written between brackets, or the other way about. */
function rewritten(item: SourceNode, text: string, layout: List['layout']): string {
  const source = text.slice(item.start, item.end);
  if (layout === 'lines') return item.kind === 'entry' ? `- ${source}` : source;
  const column = item.start - (text.lastIndexOf('\n', item.start - 1) + 1);
  const data: unknown = parse(' '.repeat(column) + source);
  const flow = stringify(data, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return flow.replace(/^[[{] ?/, '').replace(/ ?[\]}]$/, '');
}

function propertiesOf(value: unknown, text: string): ReadonlyMap<string, string> | null {
  if (!isMap(value)) return null;
  const properties = new Map<string, string>();
  for (const { key, value: property } of value.items) {
    if (!isScalar(key) || property === null) continue;
    if (isScalar(property)) properties.set(String(key.value), JSON.stringify(property.value));
    else if (isSeq(property) && property.flow) {
      properties.set(String(key.value), flowSeq(property, text).meaning);
    }
  }
  return properties;
}

function rangeOf(node: { readonly range?: readonly [number, number, number] | null }): Extent {
  if (!node.range) throw new Unsupported();
  return { start: node.range[0], end: node.range[1] };
}

function commentsOf(tokens: readonly unknown[]): Comment[] {
  const comments: Comment[] = [];
  const collect = (token: unknown): void => {
    if (typeof token !== 'object' || token === null) return;
    if (isComment(token)) {
      const { offset, source } = token;
      comments.push({ start: offset, end: offset + source.length, text: source.trimEnd() });
      return;
    }
    for (const part of Object.values(token)) collect(part);
  };
  collect(tokens);
  return comments.sort((a, b) => a.start - b.start);
}

function isComment(token: object): token is CST.SourceToken {
  return 'type' in token && token.type === 'comment';
}
