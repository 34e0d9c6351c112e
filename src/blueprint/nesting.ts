import { Lexer } from 'yaml';

/** Brackets or indentation within one another; a blueprint needs fewer than twenty. */
const maxDepth = 100;

/**
 * Whether a text of YAML nests deeper than any parser should follow: some hundred kilobytes of `[`
 * or `- ` end the process, beyond any catch. Nothing is parsed for it.
 */
export function nestsTooDeep(text: string): boolean {
  // Every level of a block needs a column before its first word.
  if (longestPrefix(text) > 2 * maxDepth) return true;
  // Fewer brackets than that cannot nest deeper.
  const brackets = text.match(/[[{]/g)?.length ?? 0;
  if (brackets <= maxDepth) return false;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

function longestPrefix(text: string): number {
  let longest = 0;
  for (const [prefix] of text.matchAll(/^[ \t]*(?:[-?:][ \t]+)*/gm)) {
    longest = Math.max(longest, prefix.length);
  }
  return longest;
}

/** The same for data that was read by another parser. */
export function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= maxDepth; depth += 1) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
