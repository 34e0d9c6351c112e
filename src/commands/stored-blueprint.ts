import { isDeepStrictEqual } from 'node:util';

import { parseRaw } from '../advisor/index.ts';
import { writtenForm, type Blueprint } from '../blueprint/index.ts';
import { err, ok, type Result } from '../blueprint/result.ts';

/**
 * The blueprint that a lock holds, checked like one that a person wrote. What this version would not
 * have stored in the very same form was not stored by it; with `exact` it is refused.
 */
export function storedBlueprint(
  raw: unknown,
  { exact }: { readonly exact: boolean },
): Result<Blueprint, string> {
  const written = asWritten(raw);
  if (written === null) return err(': it does not have the form of a blueprint');
  const advised = parseRaw(written);
  if (!advised.ok) {
    const [first] = advised.error;
    return err(`${first?.pointer ?? ''}: ${first?.message ?? 'it is not valid'}`);
  }
  const { blueprint } = advised.value;
  return !exact || isDeepStrictEqual(blueprint, raw)
    ? ok(blueprint)
    : err(': it is not as create-backend stores a blueprint');
}

function asWritten(raw: unknown): unknown {
  try {
    return writtenForm(raw as Blueprint);
  } catch {
    // Anything may stand there; only the form of a blueprint can be read as one.
    return null;
  }
}
