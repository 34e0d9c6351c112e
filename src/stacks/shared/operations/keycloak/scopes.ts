import type { Context } from '../../../../blueprint/model.ts';
import { mapper } from './mapper.ts';

export function operationScopes(contexts: readonly Context[]): readonly string[] {
  return contexts.flatMap(({ name }) => [`${name}:read`, `${name}:write`]);
}

/**
 * Keycloak adds its built-in scopes to a realm only where the file names no scope at all; without
 * `basic` a token has no `sub`.
 */
export function basicScope(): object {
  return unseenScope('basic', [
    mapper('sub', 'oidc-sub-mapper', {
      'access.token.claim': 'true',
      'introspection.token.claim': 'true',
    }),
    mapper('auth_time', 'oidc-usersessionmodel-note-mapper', {
      'user.session.note': 'AUTH_TIME',
      'claim.name': 'auth_time',
      'jsonType.label': 'long',
      'access.token.claim': 'true',
      'id.token.claim': 'true',
    }),
  ]);
}

/** Nothing else puts the services into `aud`. */
export function audienceScope(audience: string): object {
  return unseenScope('audience', [
    mapper('aud', 'oidc-audience-mapper', {
      'included.custom.audience': audience,
      'access.token.claim': 'true',
      'id.token.claim': 'false',
    }),
  ]);
}

/** A scope that adds claims, and is no name in `scope`. */
export function unseenScope(name: string, protocolMappers: readonly object[]): object {
  return {
    name,
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'false', 'display.on.consent.screen': 'false' },
    protocolMappers,
  };
}

export function operationScope(name: string): object {
  return {
    name,
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'true' },
  };
}
