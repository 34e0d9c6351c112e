import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface IdentityProvider {
  readonly issuer: string;
  token(scopes: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Stands in for the identity provider: discovery, one key, and tokens as RFC 9068 has them. */
export async function startIdentityProvider(audience: string): Promise<IdentityProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const key = {
    ...(await exportJWK(publicKey)),
    kid: 'contract-testing',
    alg: 'RS256',
    use: 'sig',
  };
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch({ url }) {
      const { origin, pathname } = new URL(url);
      switch (pathname) {
        case '/.well-known/openid-configuration':
          return Response.json({ issuer: origin, jwks_uri: `${origin}/keys` });
        case '/keys':
          return Response.json({ keys: [key] });
        default:
          return new Response(null, { status: 404 });
      }
    },
  });
  const issuer = server.url.origin;

  return {
    issuer,
    token: (scopes) =>
      new SignJWT({
        client_id: 'contract-testing',
        scope: scopes.join(' '),
        tenant: 'contract-testing',
      })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: key.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject('contract-testing')
        .setJti(crypto.randomUUID())
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(privateKey),
    stop: () => server.stop(true),
  };
}
