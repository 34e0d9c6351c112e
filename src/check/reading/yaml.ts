import { isNode, LineCounter, parseDocument, type Document } from 'yaml';

import type { Finding } from '../rule.ts';

/** A parsed YAML text of one document. */
export interface YamlFile {
  readonly path: string;
  readonly document: Document;
  /** Its data; undefined where it cannot be parsed. */
  readonly data: unknown;
  readonly errors: readonly string[];
  /** A finding at the value (or the nearest ancestor there is) under keys and indexes. */
  at(keys: readonly (string | number)[], message: string): Finding;
}

export function parseYaml(path: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const errors = document.errors.map(({ message }) => message);
  return {
    path,
    document,
    data: errors.length === 0 ? dataOf(document) : undefined,
    errors,
    at: (keys, message) => findingIn(document, lines, path, keys, message),
  };
}

/** A finding at the value (or the nearest ancestor there is) under keys and indexes. */
export function findingIn(
  document: Document,
  lines: LineCounter,
  path: string,
  keys: readonly (string | number)[],
  message: string,
): Finding {
  let offset = 0;
  for (let length = keys.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(keys.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    offset = node.range[0];
    break;
  }
  const { line, col } = lines.linePos(offset);
  return { path, line: Math.max(line, 1), column: Math.max(col, 1), message };
}

/** Few aliases only: a document of ten lines can otherwise stand for a billion values. */
export function dataOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    return undefined;
  }
}
