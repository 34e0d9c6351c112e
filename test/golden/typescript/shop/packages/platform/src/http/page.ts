import { err, ok, type Result } from '@packages/kernel';
import type { Page, Position } from '@packages/kernel/application';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { invalid, type InputError, type Problem } from './problem.ts';
import type { Reply } from './response.ts';

export interface PageRequest {
  readonly limit: number;
  readonly after: Position | null;
}

export const pageLimits = { least: 1, default: 20, most: 100 } as const;

export const firstPage: PageRequest = { limit: pageLimits.default, after: null };

/** `?limit=20&cursor=…` of the collection at this path. */
export function readPageRequest(url: string, collection: string): Result<PageRequest, Problem> {
  const start = url.indexOf('?');
  if (start === -1) return ok(firstPage);
  const query = new URLSearchParams(url.slice(start));
  const limit = readLimit(query.getAll('limit'));
  const after = readCursor(query.getAll('cursor'), collection);
  const errors = [limit, after].flatMap((result) => (result.ok ? [] : [result.error]));
  return limit.ok && after.ok
    ? ok({ limit: limit.value, after: after.value })
    : err(invalid(errors));
}

function readLimit(values: readonly string[]): Result<number, InputError> {
  const [text, second] = values;
  if (text === undefined) return ok(pageLimits.default);
  const limit = second === undefined && /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (limit >= pageLimits.least && limit <= pageLimits.most) return ok(limit);
  return err({
    parameter: 'limit',
    code: Number.isNaN(limit) ? 'type' : limit < pageLimits.least ? 'min' : 'max',
    message: `must be a whole number from ${pageLimits.least} to ${pageLimits.most}`,
  });
}

function readCursor(
  values: readonly string[],
  collection: string,
): Result<Position | null, InputError> {
  const [cursor, second] = values;
  if (cursor === undefined) return ok(null);
  const position = second === undefined ? decodeCursor(collection, cursor) : null;
  if (position !== null) return ok(position);
  return err({
    parameter: 'cursor',
    code: 'format',
    message: 'must be a nextCursor of this collection',
  });
}

export const pageReply = <T>(
  { items, next }: Page<T>,
  collection: string,
  present: (item: T) => unknown,
): Reply => ({
  status: 200,
  body: {
    items: items.map(present),
    nextCursor: next === null ? null : encodeCursor(collection, next),
  },
});
