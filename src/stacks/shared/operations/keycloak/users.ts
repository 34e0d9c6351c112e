import type { Blueprint } from '../../../../blueprint/model.ts';
import { commandLineClientId } from './clients.ts';
import { operationScopes } from './scopes.ts';

/** What ops/token.sh acts as; it has no password, and signs in nowhere. */
export function commandLineAccount(blueprint: Blueprint): object {
  const clientId = commandLineClientId(blueprint.name);
  return {
    username: `service-account-${clientId}`,
    enabled: true,
    serviceAccountClientId: clientId,
    ...mayEverything(blueprint),
  };
}

/**
 * The people of compose.yaml, in a file of their own: a realm that is imported elsewhere brings
 * nobody along. The password is made by ops/secrets.sh, and filled in by ops/keycloak/start.sh.
 */
export function keycloakUsers(blueprint: Blueprint): object {
  return {
    realm: blueprint.name,
    users: [
      {
        username: 'developer',
        email: 'developer@example.com',
        firstName: 'Dana',
        lastName: 'Developer',
        emailVerified: true,
        enabled: true,
        credentials: [{ type: 'password', value: '${DEVELOPER_PASSWORD}', temporary: false }],
        ...mayEverything(blueprint),
      },
    ],
  };
}

function mayEverything({ contexts, features }: Blueprint): object {
  return {
    realmRoles: operationScopes(contexts),
    ...(features.tenancy === 'claim' ? { attributes: { tenant: ['development'] } } : {}),
  };
}
