import { randomUUID } from 'node:crypto';

const form = /^[A-Za-z0-9-]{8,64}$/;

/** The one that came with the request, where it is well formed. */
export function correlationIdOf(headers: Headers): string {
  const given = headers.get('x-correlation-id');
  return given !== null && form.test(given) ? given : randomUUID();
}
