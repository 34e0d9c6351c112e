import { claimsOf, scopesOf, users } from './users.mjs';
import { errorPage, loggedOutPage, logoutPage } from './pages.mjs';

/** Access tokens live ten minutes; the service refuses more than fifteen. */
const accessTokenSeconds = 600;

/**
 * @typedef {object} Registration
 * @property {string} issuer
 * @property {string} audience
 * @property {string[]} scopes
 * @property {{ id: string, secret: string, origins: string[] }} service the backend itself, which signs people in
 * @property {{ id: string, secret: string }} terminal a machine client, for calls from a terminal
 * @property {{ keys: object[], cookieSecret: string }} keys
 */

/**
 * OAuth 2.1 as production has it: authorization code with PKCE (S256), rotating refresh tokens and
 * RS256 access tokens after RFC 9068; no implicit and no password grant. Everybody may sign in as
 * anybody, so it listens on the loopback interface only.
 * @param {Registration} registration
 */
export async function createProvider(registration) {
  const { Provider, errors } = await quietly(() => import('oidc-provider'));
  const { audience, scopes, service, terminal } = registration;
  const resource = resourceOf(audience);

  /** @type {import('oidc-provider').Configuration} */
  const configuration = {
    clients: [
      {
        client_id: service.id,
        client_secret: service.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: service.origins.map((origin) => `${origin}/auth/callback`),
        post_logout_redirect_uris: service.origins.flatMap((origin) => [origin, `${origin}/`]),
        backchannel_logout_uri: `${service.origins[0]}/auth/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
      {
        client_id: terminal.id,
        client_secret: terminal.secret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    jwks: { keys: registration.keys.keys },
    cookies: { keys: [registration.keys.cookieSecret] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => {
      const user = users.find((candidate) => candidate.id === id);
      return user && { accountId: id, claims: () => claimsOf(user) };
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: (context) => grantWithoutAsking(context, registration),
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      ClientCredentials: accessTokenSeconds,
      Grant: 36_000,
      IdToken: accessTokenSeconds,
      Interaction: 600,
      RefreshToken: 36_000,
      Session: 36_000,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => void (context.body = logoutPage(form)),
        postLogoutSuccessSource: (context) => void (context.body = loggedOutPage()),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, wished) => {
          if (wished !== resource) throw new errors.InvalidTarget();
          return {
            audience,
            scope: scopes.join(' '),
            accessTokenFormat: 'jwt',
            accessTokenTTL: accessTokenSeconds,
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
    },
    renderError: (context, out) => {
      context.type = 'html';
      context.body = errorPage(out.error, out.error_description ?? '');
    },
  };
  return await quietly(async () => new Provider(registration.issuer, configuration));
}

/** RFC 8707 names an API by a URI; clients that name none get this one. @param {string} audience */
function resourceOf(audience) {
  return `urn:${audience}`;
}

/**
 * Development asks for no consent: a user grants what the user may have, and no more.
 * @param {import('oidc-provider').KoaContextWithOIDC} context
 * @param {Registration} registration
 */
async function grantWithoutAsking(context, { audience, scopes }) {
  const { provider, session, client } = context.oidc;
  const accountId = session?.accountId;
  const user = users.find((candidate) => candidate.id === accountId);
  if (user === undefined || client === undefined) return undefined;
  const granted = scopesOf(user, scopes);
  const refused = scopes.filter((scope) => !granted.includes(scope));
  const grant = new provider.Grant({ accountId: user.id, clientId: client.clientId });
  grant.addOIDCScope('openid offline_access profile email');
  if (granted.length > 0) grant.addResourceScope(resourceOf(audience), granted.join(' '));
  if (refused.length > 0) grant.rejectResourceScope(resourceOf(audience), refused.join(' '));
  await grant.save();
  return grant;
}

/**
 * oidc-provider advises on standard output against runtimes it works on; that stream belongs to
 * the command.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function quietly(work) {
  const { info, warn } = console;
  Object.assign(console, { info: () => undefined, warn: () => undefined });
  try {
    return await work();
  } finally {
    Object.assign(console, { info, warn });
  }
}
