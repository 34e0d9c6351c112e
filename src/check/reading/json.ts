import { findNodeAtLocation, parseTree, getNodeValue, type ParseError } from 'jsonc-parser';

import type { Finding } from '../rule.ts';
import { positionAt } from './position.ts';

/** A parsed JSON text; comments and trailing commas are allowed, as in a tsconfig.json. */
export interface JsonFile {
  readonly path: string;
  /** Its data; undefined where it cannot be parsed. */
  readonly data: unknown;
  /** A finding at the value (or the nearest ancestor there is) under keys and indexes. */
  at(keys: readonly (string | number)[], message: string): Finding;
}

export function parseJson(path: string, text: string): JsonFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const readable = tree !== undefined && errors.length === 0;
  return {
    path,
    data: readable ? (getNodeValue(tree) as unknown) : undefined,
    at(keys, message) {
      if (tree === undefined) return { path, line: 1, column: 1, message };
      for (let length = keys.length; length > 0; length -= 1) {
        const node = findNodeAtLocation(tree, keys.slice(0, length));
        if (node !== undefined) return { path, ...positionAt(text, node.offset), message };
      }
      return { path, line: 1, column: 1, message };
    },
  };
}
