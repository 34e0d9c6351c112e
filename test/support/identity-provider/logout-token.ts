import type { IdentityProvider, TokenRequest } from '../identity-provider.ts';

/** A logout token, as OpenID Connect Back-Channel Logout 1.0 §2.4 and Keycloak have it. */
export function logoutToken(
  identity: IdentityProvider,
  clientId: string,
  named: { readonly sub?: string; readonly sid?: string },
  changes: TokenRequest = {},
): string {
  return identity.token({
    lifetimeSeconds: 120,
    ...changes,
    header: { typ: 'logout+jwt', ...changes.header },
    claims: {
      aud: clientId,
      sub: undefined,
      client_id: undefined,
      scope: undefined,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      ...named,
      ...changes.claims,
    },
  });
}
