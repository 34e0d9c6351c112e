/** Seconds; a service refuses an access token that lives longer than 900. */
export const accessTokenSeconds = 300;

/** What the realm gives out, and for how long. Seconds. */
export const lifetimes = {
  accessTokenLifespan: accessTokenSeconds,
  accessCodeLifespan: 60,
  // A refresh token is good once; a second use ends the session of the client.
  revokeRefreshToken: true,
  refreshTokenMaxReuse: 0,
  ssoSessionIdleTimeout: 1_800,
  ssoSessionMaxLifespan: 36_000,
  clientSessionIdleTimeout: 1_800,
  clientSessionMaxLifespan: 36_000,
  offlineSessionMaxLifespanEnabled: true,
};
