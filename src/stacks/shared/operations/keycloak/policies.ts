/**
 * The profile of confidential clients is Keycloak's own for OAuth 2.1 without its last demand,
 * tokens bound to a client certificate, which asks for mutual TLS between client and Keycloak.
 */
const confidentialProfile = {
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

export const clientProfiles = { profiles: [confidentialProfile] };

export const clientPolicies = {
  policies: [
    policy('confidential clients', 'confidential', confidentialProfile.name),
    policy('public clients', 'public', 'oauth-2-1-for-public-client'),
  ],
};

function policy(name: string, accessType: string, profile: string): object {
  return {
    name,
    enabled: true,
    conditions: [{ condition: 'client-access-type', configuration: { type: [accessType] } }],
    profiles: [profile],
  };
}
