const credentialsForm = /^bearer +([\w.~+/=-]+) *$/i;
const bearerForm = /^bearer(?:\s|$)/i;

/** What a request brings along to say who sent it. */
export type Credentials =
  | { readonly kind: 'none' | 'ambiguous' | 'malformed' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'cookie'; readonly cookie: string };

/** RFC 6750, with the token in the Authorization header alone, or the cookie of a session. */
export function readCredentials(headers: Headers, cookie: string | null): Credentials {
  const header = headers.get('authorization');
  // Two headers arrive joined by a comma, which no bearer token contains.
  if (header?.includes(',') === true) return { kind: 'ambiguous' };
  if (header === null || !bearerForm.test(header)) {
    return cookie === null ? { kind: 'none' } : { kind: 'cookie', cookie };
  }
  if (cookie !== null) return { kind: 'ambiguous' };
  const token = credentialsForm.exec(header)?.[1];
  return token === undefined ? { kind: 'malformed' } : { kind: 'token', token };
}
