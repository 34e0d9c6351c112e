import { err, ok, type Result } from '@packages/kernel';
import { jwtVerify, type JWTPayload } from 'jose';
import type { Principal } from './principal.ts';
import type { KeySet } from './signing-keys.ts';
import { faultOf, type TokenFault } from './token-fault.ts';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
}

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
): Promise<Result<Principal, TokenFault>> {
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
    return principalOf(payload, at);
  } catch (error) {
    return err(faultOf(error));
  }
}

function principalOf(payload: JWTPayload, at: Date): Result<Principal, TokenFault> {
  const { sub, exp, iat, jti, client_id: clientId, scope, tenant } = payload;
  if (typeof exp !== 'number' || typeof iat !== 'number') return err('claims');
  if (!isName(sub) || !isName(jti) || !isName(clientId)) return err('claims');
  if (exp <= iat || exp - iat > longestLifetimeSeconds) return err('lifetime');
  if (iat > at.getTime() / 1000 + skewSeconds) return err('not-yet-valid');
  return ok({
    actor: {
      kind: sub === clientId ? 'client' : 'user',
      id: sub,
      clientId,
      tenant: isName(tenant) ? tenant : null,
    },
    scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []),
    expiresAt: (exp + skewSeconds) * 1000,
  });
}

/**
 * Names end up in rows, indexes and log lines. What those cannot hold, or would show as something
 * else (control characters, line separators, half a surrogate pair), names nobody; and the longest
 * `sub` is of 255 characters (OpenID Connect Core §2).
 */
const nameForm = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,255}$/u;

const isName = (value: unknown): value is string =>
  typeof value === 'string' && nameForm.test(value);
