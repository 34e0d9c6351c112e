export type MediaType = 'application/json' | 'application/merge-patch+json';

/** The body's media type where it is one of those given: JSON in UTF-8, not compressed. */
export function acceptsMediaType(headers: Headers, accepted: readonly MediaType[]): boolean {
  if ((headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity') return false;
  const [type = '', ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  return (
    accepted.some((candidate) => candidate === type.trim()) &&
    parameters.every((parameter) => /^\s*(?:charset\s*=\s*"?utf-8"?)?\s*$/.test(parameter))
  );
}
