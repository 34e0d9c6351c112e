import { err, ok, type JsonValue, type Result } from '@packages/kernel';

const deepestNesting = 32;
// A byte order mark is not JSON (RFC 8259 §8.1), so it is kept for the parser to refuse.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads JSON as strictly as its grammar: UTF-8 alone, a bounded depth, and no name twice in an
 * object, because two readers of such a body may see two different requests.
 */
export function parseStrictJson(bytes: Uint8Array): Result<JsonValue, string> {
  const text = decode(bytes);
  if (text === null) return err('The body is not UTF-8.');
  const shape = measure(text);
  if (shape.depth > deepestNesting) {
    return err(`The body is nested deeper than ${deepestNesting} levels.`);
  }
  const value = parse(text);
  if (!value.ok) return value;
  return countNames(value.value) === shape.names
    ? value
    : err('A name occurs twice in an object of the body.');
}

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

function parse(text: string): Result<JsonValue, string> {
  try {
    const value: JsonValue = JSON.parse(text);
    return ok(value);
  } catch {
    return err('The body is not JSON.');
  }
}

/** The depth, and the number of names, which is that of the colons outside of strings. */
function measure(text: string): { readonly depth: number; readonly names: number } {
  let depth = 0;
  let deepest = 0;
  let names = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === 0x22 /* " */) {
      index = endOfString(text, index);
    } else if (character === 0x3a /* : */) {
      names += 1;
    } else if (character === 0x7b /* { */ || character === 0x5b /* [ */) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === 0x7d /* } */ || character === 0x5d /* ] */) {
      depth -= 1;
    }
  }
  return { depth: deepest, names };
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length) {
    const character = text.charCodeAt(index);
    if (character === 0x22 /* " */) return index;
    index += character === 0x5c /* \ */ ? 2 : 1;
  }
  return index;
}

function countNames(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 0;
  const members = Object.values(value);
  const own = Array.isArray(value) ? 0 : members.length;
  return members.reduce((names: number, member: JsonValue) => names + countNames(member), own);
}
