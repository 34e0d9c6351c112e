import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@packages/kernel';
import type { Actor } from '@packages/kernel/application';
import type { Problem } from './problem.ts';

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** Null: the caller did not ask for idempotency. */
export function readIdempotencyKey(headers: Headers): Result<string | null, Problem> {
  const key = headers.get('idempotency-key');
  if (key === null || keyForm.test(key)) return ok(key);
  return err({
    code: 'malformed-header',
    detail: 'Idempotency-Key must have 1 to 255 visible ASCII characters.',
  });
}

/** Two callers, or two routes, may use the same key. Names may have spaces in them, so each is quoted. */
export const idempotencyScope = (
  method: string,
  path: string,
  { kind, clientId, id }: Actor,
): string => JSON.stringify([method, path, kind, clientId, id]);

export const fingerprint = (body: Uint8Array): string =>
  createHash('sha256').update(body).digest('hex');
