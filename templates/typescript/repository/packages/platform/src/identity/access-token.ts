import { err, ok, type Result } from '@packages/kernel';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { Principal } from './principal.ts';
import type { KeySet } from './signing-keys.ts';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
}

export type TokenError = 'invalid' | 'unknown-key';

/** How far apart the clocks of the provider and ours may be. */
export const skewSeconds = 30;
const longestLifetimeSeconds = 900;

/**
 * RFC 9068 §4. Keys come from the provider's published set alone: the `jku`, `x5u` and `jwk` headers
 * of a token are never looked at.
 */
export async function verifyAccessToken(
  token: string,
  keys: KeySet,
  { issuer, audience }: TokenRules,
  at: Date,
): Promise<Result<Principal, TokenError>> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      typ: 'at+jwt',
      algorithms: ['RS256', 'ES256'],
      requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'jti'],
      clockTolerance: skewSeconds,
      currentDate: at,
    });
    const principal = principalOf(payload, at);
    return principal === null ? err('invalid') : ok(principal);
  } catch (error) {
    return err(error instanceof errors.JWKSNoMatchingKey ? 'unknown-key' : 'invalid');
  }
}

function principalOf(payload: JWTPayload, at: Date): Principal | null {
  const { sub, exp, iat, jti, client_id: clientId, scope, tenant } = payload;
  if (typeof exp !== 'number' || typeof iat !== 'number') return null;
  if (!isText(sub) || !isText(jti) || !isText(clientId)) return null;
  if (exp - iat > longestLifetimeSeconds) return null;
  if (iat > at.getTime() / 1000 + skewSeconds) return null;
  return {
    actor: {
      kind: sub === clientId ? 'client' : 'user',
      id: sub,
      clientId,
      tenant: isText(tenant) ? tenant : null,
    },
    scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []),
    expiresAt: (exp + skewSeconds) * 1000,
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
