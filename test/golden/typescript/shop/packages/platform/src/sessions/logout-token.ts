import { err, ok, type Result } from '@packages/kernel';
import type { Identity } from '../identity/index.ts';
import { fingerprintOf } from './cookies.ts';
import type { NamedLogout } from './session-store.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const oldestSeconds = 120;

/** OpenID Connect Back-Channel Logout 1.0 §2.6: what a logout token names, where it is one. */
export async function readLogoutToken(
  token: string,
  clientId: string,
  identity: Identity,
): Promise<Result<NamedLogout, 'refused' | 'unavailable'>> {
  const claims = await identity.verify(token, {
    audience: clientId,
    type: 'logout+jwt',
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
  });
  if (!claims.ok) return err(claims.error === 'unavailable' ? 'unavailable' : 'refused');
  const { iat = 0, jti, sub, sid, nonce, events } = claims.value;
  const now = Date.now() / 1000;
  const named = {
    subject: typeof sub === 'string' ? sub : null,
    session: typeof sid === 'string' ? sid : null,
  };
  const good =
    now - iat <= oldestSeconds &&
    iat - now <= oldestSeconds &&
    nonce === undefined &&
    isRecord(events) &&
    isRecord(events[event]) &&
    (named.subject !== null || named.session !== null);
  if (!good || typeof jti !== 'string' || jti === '') return err('refused');
  const expiresAt = new Date((iat + 2 * oldestSeconds) * 1000);
  return ok({ ...named, tokenId: fingerprintOf(jti), expiresAt });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
