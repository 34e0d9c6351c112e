import { parseTree, visit, type Node, type ParseError } from 'jsonc-parser';

import { itemKeys } from './item-keys.ts';
import {
  atom,
  composite,
  list,
  type Comment,
  type Item,
  type SourceNode,
  type SourceTree,
} from './source-tree.ts';

/** JSON, with comments and trailing commas; null where it does not parse. */
export function parseJson(text: string): SourceTree | null {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root === undefined || errors.length > 0) return null;
  return { text, root: nodeOf(root, text), comments: commentsOf(text), verbatim: [] };
}

function nodeOf(node: Node, text: string): SourceNode {
  const extent = { start: node.offset, end: node.offset + node.length };
  const children = node.children ?? [];
  switch (node.type) {
    case 'object': {
      const items = children.map((child) => propertyOf(child, text));
      return list('object', extent, items, { layout: 'delimited', unordered: true });
    }
    case 'array': {
      const items = children.map((child) => elementOf(child, text));
      return list('array', extent, items, { layout: 'delimited' });
    }
    case 'string':
      return atom('value', extent, JSON.stringify(node.value));
    default:
      return atom('value', extent, text.slice(extent.start, extent.end));
  }
}

function propertyOf(property: Node, text: string): Item {
  const [key, value] = property.children ?? [];
  if (key === undefined || value === undefined) throw new Error('A property without a value.');
  const frame = JSON.stringify(key.value);
  const extent = { start: key.offset, end: value.offset + value.length };
  const node = composite('property', extent, frame, [{ role: 'value', node: nodeOf(value, text) }]);
  return { node, keys: [frame] };
}

function elementOf(element: Node, text: string): Item {
  const node = nodeOf(element, text);
  const properties =
    element.type === 'object'
      ? new Map(
          (element.children ?? []).flatMap(({ children }) => {
            const [key, value] = children ?? [];
            if (key === undefined || value === undefined) return [];
            return [[String(key.value), nodeOf(value, text).meaning] as const];
          }),
        )
      : null;
  return { node, keys: itemKeys(properties, node.meaning) };
}

function commentsOf(text: string): Comment[] {
  const comments: Comment[] = [];
  visit(text, {
    onComment: (start, length) => {
      const end = start + length;
      comments.push({ start, end, text: text.slice(start, end).trimEnd() });
    },
  });
  return comments;
}
