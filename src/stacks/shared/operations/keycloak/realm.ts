import type { Blueprint } from '../../../../blueprint/model.ts';
import { composedServices } from '../composed-services.ts';
import { browserClient, commandLineClient } from './clients.ts';
import { lifetimes } from './lifetimes.ts';
import { clientProfiles, clientPolicies } from './policies.ts';
import { audienceScope, basicScope, operationScope, operationScopes } from './scopes.ts';
import { tenantAttribute, tenantScope } from './tenants.ts';
import { commandLineAccount } from './users.ts';

/**
 * The Keycloak realm of compose.yaml, which enforces on its side what the services demand on theirs:
 * authorization code with PKCE (S256) only, clients that authenticate with a key, exact redirect
 * addresses, short RFC 9068 access tokens for one audience, rotating refresh tokens.
 */
export function keycloakRealm(blueprint: Blueprint): object {
  const { name } = blueprint;
  const scopes = operationScopes(blueprint.contexts);
  const separated = blueprint.features.tenancy === 'claim';
  const granted = ['basic', 'audience', ...(separated ? ['tenant'] : [])];
  return {
    realm: name,
    enabled: true,
    sslRequired: 'external',
    // The issuer, by the name that containers reach Keycloak at. Not *.localhost: clients take that
    // for the machine they run on, whatever the network says.
    attributes: { frontendUrl: 'http://keycloak:8180' },
    registrationAllowed: false,
    resetPasswordAllowed: false,
    rememberMe: false,
    ...guessing,
    defaultSignatureAlgorithm: 'RS256',
    ...lifetimes,
    eventsEnabled: true,
    eventsExpiration: 90 * 86_400,
    adminEventsEnabled: true,
    adminEventsDetailsEnabled: true,
    // A scope is worth a role: nobody may do anything before somebody grants it.
    roles: {
      realm: scopes.map((scope) => ({ name: scope, description: `May ask for ${scope}.` })),
    },
    scopeMappings: scopes.map((scope) => ({ clientScope: scope, roles: [scope] })),
    // Named here, so Keycloak does not add offline_access and the like of its own accord.
    defaultDefaultClientScopes: ['basic'],
    defaultOptionalClientScopes: [],
    clientScopes: [
      basicScope(),
      audienceScope(name),
      ...(separated ? [tenantScope()] : []),
      ...scopes.map(operationScope),
    ],
    clients: [
      ...composedServices(blueprint).map((service) =>
        browserClient(service, {
          granted,
          asked: operationScopes(
            blueprint.contexts.filter(({ name }) => service.deployable.contexts.includes(name)),
          ),
        }),
      ),
      commandLineClient(name, { granted, asked: scopes }),
    ],
    users: [commandLineAccount(blueprint)],
    ...(separated ? { components: tenantAttribute() } : {}),
    clientProfiles,
    clientPolicies,
  };
}

/** Against people who guess passwords: long ones, and a pause that grows with every ten failures. */
const guessing = {
  passwordPolicy: 'length(15) and maxLength(128) and notUsername and notEmail',
  bruteForceProtected: true,
  permanentLockout: false,
  failureFactor: 10,
  waitIncrementSeconds: 60,
  maxFailureWaitSeconds: 900,
  maxDeltaTimeSeconds: 43_200,
  quickLoginCheckMilliSeconds: 1_000,
  minimumQuickLoginWaitSeconds: 60,
};
