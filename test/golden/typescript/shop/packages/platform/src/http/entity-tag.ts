import { err, ok, type Result } from '@packages/kernel';
import type { Precondition } from '@packages/kernel/application';
import type { Problem } from './problem.ts';

export const entityTag = (version: number): string => `"${version}"`;

interface Tag {
  readonly weak: boolean;
  readonly value: string;
}

type TagList = '*' | readonly Tag[];

const tagForm = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)")?[ \t]*(?:,|$)/y;
const versionForm = /^[1-9]\d{0,15}$/;

/**
 * `If-Match` compares strongly (RFC 9110 §13.1.1): a weak tag, or one that is no version of ours, is
 * well formed and matches nothing.
 */
export function readIfMatch(header: string | null): Result<Precondition, Problem> {
  if (header === null) return ok({ kind: 'none' });
  const tags = parseTags(header);
  if (tags === null) {
    return err({ code: 'malformed-header', detail: 'If-Match is not a list of entity tags.' });
  }
  if (tags === '*') return ok({ kind: 'any' });
  const versions = tags
    .filter(({ weak, value }) => !weak && versionForm.test(value))
    .map(({ value }) => Number(value));
  return ok({ kind: 'versions', versions });
}

/** `If-None-Match` compares weakly; one that cannot be read is as good as absent. */
export function matchesIfNoneMatch(header: string | null, tag: string): boolean {
  if (header === null) return false;
  const tags = parseTags(header);
  return tags === '*' || (tags ?? []).some(({ value }) => `"${value}"` === tag);
}

function parseTags(header: string): TagList | null {
  if (header.trim() === '*') return '*';
  const tags: Tag[] = [];
  tagForm.lastIndex = 0;
  while (tagForm.lastIndex < header.length) {
    const match = tagForm.exec(header);
    if (match === null) return null;
    const [, weak, value] = match;
    if (value !== undefined) tags.push({ weak: weak !== undefined, value });
  }
  return tags.length === 0 ? null : tags;
}
