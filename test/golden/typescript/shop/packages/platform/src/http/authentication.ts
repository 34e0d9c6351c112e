import { err, ok, type Result } from '@packages/kernel';
import type { Identity, Principal } from '../identity/index.ts';
import { unavailable, type Problem } from './problem.ts';

const credentialsForm = /^bearer +([\w.~+/=-]+) *$/i;
const bearerForm = /^bearer(?: |$)/i;

const unauthenticated: Problem = {
  code: 'unauthenticated',
  detail: 'Send an access token in the Authorization header.',
  headers: { 'www-authenticate': 'Bearer' },
};

const invalidToken: Problem = {
  code: 'invalid-token',
  detail: 'The access token is malformed, expired, or not meant for this service.',
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
};

const ambiguous: Problem = {
  code: 'bad-request',
  detail: 'A request carries one Authorization header.',
};

/** RFC 6750, with the token in the Authorization header alone. */
export async function authenticate(
  headers: Headers,
  identity: Identity,
): Promise<Result<Principal, Problem>> {
  const header = headers.get('authorization');
  if (header === null) return err(unauthenticated);
  // Two headers arrive joined by a comma, which no bearer token contains.
  if (header.includes(',')) return err(ambiguous);
  if (!bearerForm.test(header)) return err(unauthenticated);
  const token = credentialsForm.exec(header)?.[1];
  if (token === undefined) return err(invalidToken);
  const principal = await identity.authenticate(token);
  if (principal.ok) return principal;
  return err(principal.error === 'unavailable' ? unavailable(5) : invalidToken);
}

export const authorise = (principal: Principal, scope: string): Result<void, Problem> =>
  principal.scopes.has(scope)
    ? ok(undefined)
    : err({
        code: 'insufficient-scope',
        detail: `The scope ${scope} is needed.`,
        headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
      });
