import { isJsonObject } from '../json.ts';

/**
 * The members that a JSON merge patch (RFC 7396) names, with the values they have afterwards.
 * A member set to null is null here: whether that removes it is for its owner to say.
 */
export function mergedMembers(
  target: object,
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const current = new Map<string, unknown>(Object.entries(target));
  return Object.fromEntries(
    Object.entries(patch).map(([member, change]) => [member, merge(current.get(member), change)]),
  );
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map<string, unknown>(isJsonObject(target) ? Object.entries(target) : []);
  for (const [member, change] of Object.entries(patch)) {
    if (change === null) merged.delete(member);
    else merged.set(member, merge(merged.get(member), change));
  }
  return Object.fromEntries(merged);
}
