import type { Blueprint } from '../../../blueprint/model.ts';

/** Seconds; a service refuses an access token that lives longer than 900. */
const ACCESS_TOKEN_LIFETIME = 300;

/**
 * The Keycloak realm of compose.yaml, which enforces on its side what the services demand on theirs:
 * authorization code with PKCE (S256) only, clients that authenticate with a key, exact redirect
 * addresses, short RFC 9068 access tokens for one audience, rotating refresh tokens.
 *
 * The profile of confidential clients is Keycloak's own for OAuth 2.1 without its last demand,
 * tokens bound to a client certificate, which asks for mutual TLS between client and Keycloak.
 */
export function keycloakRealm(blueprint: Blueprint): object {
  const { name } = blueprint;
  const scopes = blueprint.contexts.flatMap((context) => [
    `${context.name}:read`,
    `${context.name}:write`,
  ]);
  return {
    realm: name,
    enabled: true,
    sslRequired: 'external',
    // The issuer, by the name that containers reach Keycloak at. Not *.localhost: clients take that
    // for the machine they run on, whatever the network says.
    attributes: { frontendUrl: 'http://keycloak:8180' },
    registrationAllowed: false,
    bruteForceProtected: true,
    defaultSignatureAlgorithm: 'RS256',
    accessTokenLifespan: ACCESS_TOKEN_LIFETIME,
    accessCodeLifespan: 60,
    revokeRefreshToken: true,
    refreshTokenMaxReuse: 0,
    ssoSessionIdleTimeout: 1_800,
    ssoSessionMaxLifespan: 36_000,
    clientSessionIdleTimeout: 1_800,
    clientSessionMaxLifespan: 28_800,
    offlineSessionMaxLifespanEnabled: true,
    eventsEnabled: true,
    adminEventsEnabled: true,
    adminEventsDetailsEnabled: true,
    // Named here, so Keycloak does not add offline_access and the like of its own accord.
    defaultDefaultClientScopes: ['basic'],
    defaultOptionalClientScopes: [],
    clientScopes: [basicScope(), audienceScope(name), ...scopes.map(operationScope)],
    clients: [browserClient(name, scopes), commandLineClient(name, scopes)],
    clientProfiles: { profiles: [confidentialProfile()] },
    clientPolicies: {
      policies: [
        policy('confidential clients', 'confidential', 'oauth-2-1-with-bearer-tokens'),
        policy('public clients', 'public', 'oauth-2-1-for-public-client'),
      ],
    },
  };
}

/**
 * Keycloak adds its built-in scopes to a realm only where the file names no scope at all; without
 * `basic` a token has no `sub`.
 */
function basicScope(): object {
  return {
    name: 'basic',
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'false', 'display.on.consent.screen': 'false' },
    protocolMappers: [
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
    ],
  };
}

/** Nothing else puts the services into `aud`. */
function audienceScope(audience: string): object {
  return {
    name: 'audience',
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'false', 'display.on.consent.screen': 'false' },
    protocolMappers: [
      mapper('aud', 'oidc-audience-mapper', {
        'included.custom.audience': audience,
        'access.token.claim': 'true',
        'id.token.claim': 'false',
      }),
    ],
  };
}

function operationScope(name: string): object {
  return {
    name,
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'true' },
  };
}

/** The backend-for-frontend: a person signs in with the browser. */
function browserClient(name: string, scopes: readonly string[]): object {
  return {
    ...client(`${name}-bff`, scopes),
    standardFlowEnabled: true,
    serviceAccountsEnabled: false,
    // Keycloak takes a loopback address without a port, and then any port in a request (RFC 8252).
    redirectUris: ['http://127.0.0.1/auth/callback'],
    attributes: {
      ...clientAttributes(),
      'pkce.code.challenge.method': 'S256',
      'use.refresh.tokens': 'true',
      'backchannel.logout.session.required': 'true',
      'post.logout.redirect.uris': 'http://127.0.0.1/',
    },
  };
}

/** Calls by hand and by scripts, as a client of its own: see ops/token.sh. */
function commandLineClient(name: string, scopes: readonly string[]): object {
  return {
    ...client(`${name}-cli`, scopes),
    standardFlowEnabled: false,
    serviceAccountsEnabled: true,
    redirectUris: [],
    attributes: {
      ...clientAttributes(),
      'use.refresh.tokens': 'false',
      'client_credentials.use_refresh_token': 'false',
    },
  };
}

function client(clientId: string, scopes: readonly string[]): object {
  return {
    clientId,
    enabled: true,
    protocol: 'openid-connect',
    publicClient: false,
    clientAuthenticatorType: 'client-jwt',
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    fullScopeAllowed: false,
    frontchannelLogout: false,
    webOrigins: [],
    defaultClientScopes: ['basic', 'audience'],
    optionalClientScopes: scopes,
    protocolMappers: [
      mapper('client_id', 'oidc-hardcoded-claim-mapper', {
        'claim.name': 'client_id',
        'claim.value': clientId,
        'jsonType.label': 'String',
        'access.token.claim': 'true',
        'id.token.claim': 'false',
      }),
    ],
  };
}

function clientAttributes(): Readonly<Record<string, string>> {
  return {
    'access.token.header.type.rfc9068': 'true',
    'access.token.lifespan': String(ACCESS_TOKEN_LIFETIME),
    // Filled in at the start by ops/keycloak/start.sh.
    'jwt.credential.certificate': '${CLIENT_CERTIFICATE}',
    'token.endpoint.auth.signing.alg': 'RS256',
    'exclude.issuer.from.auth.response': 'false',
    'oauth2.device.authorization.grant.enabled': 'false',
    'oidc.ciba.grant.enabled': 'false',
    'standard.token.exchange.enabled': 'false',
    'client.use.lightweight.access.token.enabled': 'false',
  };
}

function confidentialProfile(): object {
  return {
    name: 'oauth-2-1-with-bearer-tokens',
    executors: [
      { executor: 'confidential-client', configuration: {} },
      {
        executor: 'secure-client-authenticator',
        configuration: {
          'allowed-client-authenticators': ['client-jwt', 'client-x509'],
          'default-client-authenticator': 'client-jwt',
        },
      },
      {
        executor: 'secure-redirect-uris-enforcer',
        configuration: {
          'allow-ipv4-loopback-address': 'true',
          'allow-ipv6-loopback-address': 'true',
          // On loopback addresses only: every other one has to be https.
          'allow-http-scheme': 'true',
          'oauth-2-1-compliant': 'true',
        },
      },
      { executor: 'pkce-enforcer', configuration: { 'auto-configure': 'true' } },
      { executor: 'reject-implicit-grant', configuration: { 'auto-configure': 'true' } },
      { executor: 'reject-ropc-grant', configuration: { 'auto-configure': 'true' } },
      { executor: 'full-scope-disabled', configuration: { 'auto-configure': 'true' } },
    ],
  };
}

function policy(name: string, accessType: string, profile: string): object {
  return {
    name,
    enabled: true,
    conditions: [{ condition: 'client-access-type', configuration: { type: [accessType] } }],
    profiles: [profile],
  };
}

function mapper(
  name: string,
  protocolMapper: string,
  config: Readonly<Record<string, string>>,
): object {
  return { name, protocol: 'openid-connect', protocolMapper, config };
}
