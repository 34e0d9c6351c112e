import type { ComposedService } from '../composed-services.ts';
import { accessTokenSeconds } from './lifetimes.ts';
import { mapper } from './mapper.ts';

/** Scopes of a client: those its tokens always have, and those it may ask for. */
interface ClientScopes {
  readonly granted: readonly string[];
  readonly asked: readonly string[];
}

/**
 * The backend-for-frontend of a deployable: a person signs in with the browser. A client for each,
 * since each has its own key, and Keycloak tells one address of a client that somebody logged out.
 */
export function browserClient(
  { clientId, publicUrl, internalUrl }: ComposedService,
  scopes: ClientScopes,
): object {
  return {
    ...client(clientId, scopes),
    standardFlowEnabled: true,
    serviceAccountsEnabled: false,
    redirectUris: [`${publicUrl}/auth/callback`],
    attributes: {
      ...clientAttributes(),
      'pkce.code.challenge.method': 'S256',
      'use.refresh.tokens': 'true',
      // The service publishes the public half of its key; one that is new is fetched when it is used.
      'use.jwks.url': 'true',
      'jwks.url': `${internalUrl}/auth/jwks.json`,
      'token.endpoint.auth.signing.alg': 'ES256',
      'backchannel.logout.url': `${internalUrl}/auth/backchannel-logout`,
      'backchannel.logout.session.required': 'true',
      'post.logout.redirect.uris': `${publicUrl}/`,
    },
  };
}

/** Calls by hand and by scripts, as a client of its own: see ops/token.sh. */
export function commandLineClient(name: string, scopes: ClientScopes): object {
  return {
    ...client(commandLineClientId(name), scopes),
    standardFlowEnabled: false,
    serviceAccountsEnabled: true,
    redirectUris: [],
    attributes: {
      ...clientAttributes(),
      'use.refresh.tokens': 'false',
      'client_credentials.use_refresh_token': 'false',
      // Filled in at the start by ops/keycloak/start.sh.
      'jwt.credential.certificate': '${CLI_CERTIFICATE}',
      'token.endpoint.auth.signing.alg': 'RS256',
    },
  };
}

export const commandLineClientId = (name: string): string => `${name}-cli`;

function client(clientId: string, { granted, asked }: ClientScopes): object {
  return {
    clientId,
    enabled: true,
    protocol: 'openid-connect',
    publicClient: false,
    clientAuthenticatorType: 'client-jwt',
    consentRequired: false,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    fullScopeAllowed: false,
    frontchannelLogout: false,
    webOrigins: [],
    defaultClientScopes: granted,
    optionalClientScopes: asked,
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
    // Off by default.
    'access.token.header.type.rfc9068': 'true',
    'access.token.lifespan': String(accessTokenSeconds),
    'exclude.issuer.from.auth.response': 'false',
    'oauth2.device.authorization.grant.enabled': 'false',
    'oidc.ciba.grant.enabled': 'false',
    'standard.token.exchange.enabled': 'false',
    'client.use.lightweight.access.token.enabled': 'false',
  };
}
