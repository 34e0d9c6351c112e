import { err, ok } from '@packages/kernel';
import type { Identity } from '../identity/index.ts';

/** A token that is good for these scopes, for `testIdentity` alone. */
export const tokenFor = (scopes: readonly string[]): string =>
  Buffer.from(JSON.stringify(scopes)).toString('base64url');

/** Believes what a token says of its scopes, so that tests need no provider. */
export const testIdentity: Identity = {
  start: () => Promise.resolve(),
  ready: () => true,
  stop: () => {},
  verify: () => Promise.resolve(err('malformed')),
  authenticate: async (token) => {
    const scopes = scopesOf(token);
    if (scopes === null) return err('malformed');
    return ok({
      actor: { kind: 'user', id: 'jane', clientId: 'web', tenant: null },
      scopes: new Set(scopes),
      expiresAt: Number.POSITIVE_INFINITY,
    });
  },
};

function scopesOf(token: string): readonly string[] | null {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return null;
  }
}
