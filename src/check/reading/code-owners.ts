import type { Repository } from './repository.ts';

/** Where GitHub looks for it, in this order; the first one there is counts. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

export interface CodeOwners {
  readonly path: string;
  readonly entries: readonly OwnersEntry[];
}

export interface OwnersEntry {
  readonly pattern: string;
  readonly owners: readonly string[];
  /** From 1. */
  readonly line: number;
}

export function codeOwnersOf(repository: Repository): CodeOwners | null {
  const path = places.find((place) => repository.has(place));
  if (path === undefined) return null;
  const lines = (repository.text(path) ?? '').split('\n');
  const entries = lines.flatMap((text, index): OwnersEntry[] => {
    const [pattern = '', ...owners] = text.replace(/#.*$/, '').trim().split(/\s+/);
    return pattern === '' ? [] : [{ pattern, owners, line: index + 1 }];
  });
  return { path, entries };
}

/** The entry that decides for a file: the last one that matches. */
export function ownersOf({ entries }: CodeOwners, file: string): OwnersEntry | null {
  return entries.findLast(({ pattern }) => matches(pattern, file)) ?? null;
}

/** The patterns of .gitignore that CODEOWNERS knows; with a slash inside they begin at the root. */
function matches(pattern: string, file: string): boolean {
  const segments = file.split('/');
  const wanted = pattern
    .replace(/^\//, '')
    .replace(/\/$/, '/**')
    .split('/')
    .filter((each, index, all) => each !== '**' || all[index - 1] !== '**');
  const isRooted = pattern.startsWith('/') || wanted.length > 1 + Number(pattern.endsWith('/'));
  const starts = isRooted ? [0] : segments.map((_, index) => index);
  return starts.some((start) => matchesFrom(wanted, segments, start));
}

/** A pattern that ends at a folder owns what is in it, save where its last segment is `*`. */
function matchesFrom(
  wanted: readonly string[],
  segments: readonly string[],
  start: number,
): boolean {
  let at = start;
  for (const [index, each] of wanted.entries()) {
    const isLast = index === wanted.length - 1;
    if (each === '**') {
      if (isLast) return at < segments.length;
      const rest = wanted.slice(index + 1);
      return segments.some((_, from) => from >= at && matchesFrom(rest, segments, from));
    }
    const segment = segments[at];
    if (segment === undefined || !matchesSegment(each, segment)) return false;
    at += 1;
    if (isLast) return each !== '*' || at === segments.length || wanted.length === 1;
  }
  return false;
}

/** `*` and `?` within a segment, without going back further than to the last `*`. */
function matchesSegment(wanted: string, segment: string): boolean {
  let [w, s, star, mark] = [0, 0, -1, 0];
  while (s < segment.length) {
    if (
      w < wanted.length &&
      (wanted[w] === '?' || (wanted[w] !== '*' && wanted[w] === segment[s]))
    ) {
      w += 1;
      s += 1;
    } else if (wanted[w] === '*') {
      star = w;
      mark = s;
      w += 1;
    } else if (star !== -1) {
      w = star + 1;
      mark += 1;
      s = mark;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(w));
}
