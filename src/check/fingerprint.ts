import { hash } from 'node:crypto';

import type { Finding } from './rule.ts';

/**
 * Names of findings that stay the same while lines move: by check, path, message and the text of the line without
 * its white space; of several alike, by their order.
 */
export function fingerprints(
  check: string,
  findings: readonly Finding[],
  textOf: (path: string) => string | null,
): readonly string[] {
  const lines = new Map<string, readonly string[]>();
  const alike = new Map<string, number>();
  return findings.map(({ path, line, whole, message }) => {
    const known = lines.get(path) ?? (textOf(path) ?? '').split('\n');
    lines.set(path, known);
    const text = whole === true ? '' : (known[line - 1] ?? '').replaceAll(/\s/g, '');
    const name = JSON.stringify([check, path, message, text]);
    const nth = alike.get(name) ?? 0;
    alike.set(name, nth + 1);
    return hash('sha256', `${name}:${nth}`).slice(0, 32);
  });
}
