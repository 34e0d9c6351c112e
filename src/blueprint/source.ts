import { isCollection, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Pair } from 'yaml';

import { nestsTooDeep } from './nesting.ts';
import { printable, type Finding, type Path } from './problem.ts';
import { err, ok, type Result } from './result.ts';

/** A text that was read, and where in it each value stands. */
export interface Source {
  readonly raw: unknown;
  locate(path: Path): Position;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface SyntaxProblem extends Finding {
  readonly position: Position;
}

/** 2 MiB: ten times a blueprint of 200 contexts. */
export const maxTextLength = 2 * 1024 * 1024;

/** Reads YAML 1.2 or JSON: data only, no tags, aliases within reason, no key twice. */
export function readSource(text: string): Result<Source, readonly SyntaxProblem[]> {
  const start = { line: 1, column: 1 };
  if (text.length > maxTextLength) {
    return err([
      syntax(
        'too-large',
        'The text is larger than 2 MiB',
        'Split the system into several backends.',
        start,
      ),
    ]);
  }
  if (nestsTooDeep(text)) {
    return err([
      syntax('too-large', 'The text nests more than 100 levels deep', 'Flatten it.', start),
    ]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
    stringKeys: true,
    uniqueKeys: true,
    version: '1.2',
    schema: 'core',
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const failures = [...document.errors, ...document.warnings].map((failure) =>
    syntax(
      'syntax',
      printable(failure.message.replaceAll(/\s+/g, ' ')),
      syntaxHints[failure.code] ?? 'Check indentation, quotes and brackets around here.',
      at(failure.pos[0]),
    ),
  );
  if (failures.length > 0) return err(failures);
  try {
    const raw: unknown = document.toJS({ maxAliasCount: 100 });
    return ok({ raw, locate: (path) => at(offsetOf(document, path)) });
  } catch (error) {
    // The library's guard against aliases that multiply ("billion laughs").
    const message = error instanceof Error ? error.message : String(error);
    return err([
      syntax('too-large', message, 'Write the values out instead of using aliases.', start),
    ]);
  }
}

const syntaxHints: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'Keep one of the two.',
  TAB_AS_INDENT: 'Indent with spaces.',
  MULTIPLE_DOCS: 'One file holds one blueprint: remove the “---” in the middle.',
  TAG_RESOLVE_FAILED: 'Remove the tag; a blueprint is plain data.',
};

function syntax(
  code: 'syntax' | 'too-large',
  message: string,
  hint: string,
  position: Position,
): SyntaxProblem {
  return { code, path: [], message, hint, position };
}

/** Where a plain value stands, or the key of a list or an object; for what is not there, its nearest parent. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(document.contents);
  for (const segment of path) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(segment),
      );
      if (pair === undefined) break;
      node = pair.value;
      offset = isScalar(node) ? startOf(node) : startOf(pair.key);
    } else if (isSeq(node) && typeof segment === 'number') {
      node = node.items[segment];
      offset = startOf(node) || offset;
    } else break;
    if (!isCollection(node) && !isScalar(node)) break;
  }
  return offset;
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

const isNode = (node: unknown): node is Node => isCollection(node) || isScalar(node);
