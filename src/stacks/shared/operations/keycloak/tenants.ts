import { mapper } from './mapper.ts';
import { unseenScope } from './scopes.ts';

/** The tenant of whoever signs in, as the services expect it in a token. */
export function tenantScope(): object {
  return unseenScope('tenant', [
    mapper('tenant', 'oidc-usermodel-attribute-mapper', {
      'user.attribute': 'tenant',
      'claim.name': 'tenant',
      'jsonType.label': 'String',
      'access.token.claim': 'true',
      'id.token.claim': 'false',
      'userinfo.token.claim': 'false',
    }),
  ]);
}

/** Attributes that the realm does not declare are dropped; this one only administrators may change. */
export function tenantAttribute(): object {
  const byAdministrators = { view: ['admin'], edit: ['admin'] };
  const byBoth = { view: ['admin', 'user'], edit: ['admin', 'user'] };
  const profile = {
    attributes: [
      { name: 'username', permissions: byBoth },
      { name: 'email', permissions: byBoth, validations: { email: {} } },
      { name: 'firstName', permissions: byBoth },
      { name: 'lastName', permissions: byBoth },
      { name: 'tenant', permissions: byAdministrators, validations: { length: { max: 128 } } },
    ],
  };
  return {
    'org.keycloak.userprofile.UserProfileProvider': [
      {
        providerId: 'declarative-user-profile',
        config: { 'kc.user.profile.config': [JSON.stringify(profile)] },
      },
    ],
  };
}
