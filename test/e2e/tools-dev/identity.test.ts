import { createHash, randomBytes } from 'node:crypto';

import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  makeRepository,
  removeInstalled,
  runtimes,
  type Repository,
  type Started,
} from './repository.ts';

const callback = 'http://localhost:8080/auth/callback';
const everything = 'openid offline_access catalog:read catalog:write ordering:read ordering:write';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly error?: string;
}

describe.each(runtimes)('the identity provider of development on %s', (runtime) => {
  let made: Repository;
  let run: Started;
  let issuer: string;
  let secret: string;

  beforeAll(async () => {
    made = await makeRepository();
    run = made.start(runtime, [
      '--services',
      'identity',
      '--',
      'sh',
      '-c',
      'echo $OIDC_ISSUER; cat $OIDC_CLIENT_SECRET_FILE; echo; echo end; exec sleep 600',
    ]);
    [issuer = '', secret = ''] = (await run.says('end')).split('\n');
  });
  afterAll(async () => {
    run.process.kill('SIGTERM');
    await run.finished;
    await made.remove();
    await removeInstalled();
  });

  function authorizationRequest(parameters: Record<string, string>): URL {
    const url = new URL(`${issuer}/auth`);
    url.search = new URLSearchParams({
      client_id: 'my-shop',
      redirect_uri: callback,
      response_type: 'code',
      scope: everything,
      state: 'state',
      ...parameters,
    }).toString();
    return url;
  }

  /** Follows redirects with cookies, as a browser would, until one leaves the provider or none comes. */
  async function browse(
    start: URL,
    cookies = new Map<string, string>(),
  ): Promise<{ location: URL | null; body: string; cookies: Map<string, string>; url: URL }> {
    let url = start;
    for (;;) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) return { location: null, body: await response.text(), cookies, url };
      const next = new URL(location, url);
      if (next.origin !== issuer) return { location: next, body: '', cookies, url };
      url = next;
    }
  }

  async function exchange(form: Record<string, string>): Promise<Tokens> {
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`my-shop:${secret}`)}` },
      body: new URLSearchParams(form),
    });
    return (await response.json()) as Tokens;
  }

  function pkce(): { verifier: string; challenge: Record<string, string> } {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    return { verifier, challenge: { code_challenge: challenge, code_challenge_method: 'S256' } };
  }

  async function signIn(user: string): Promise<Tokens> {
    const { verifier, challenge } = pkce();
    const { location } = await browse(
      authorizationRequest({ ...challenge, login_hint: user, prompt: 'consent' }),
    );
    return await exchange({
      grant_type: 'authorization_code',
      code: location?.searchParams.get('code') ?? '',
      redirect_uri: callback,
      code_verifier: verifier,
    });
  }

  async function verified(token: string): Promise<JWTPayload> {
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: 'my-shop',
      typ: 'at+jwt',
      algorithms: ['RS256'],
      requiredClaims: ['sub', 'client_id', 'jti', 'iat', 'exp', 'scope'],
    });
    return payload;
  }

  it('announces nothing but the code flow with S256', async () => {
    const document = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    expect(document).toMatchObject({
      issuer,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: expect.not.arrayContaining(['implicit', 'password']),
      authorization_response_iss_parameter_supported: true,
    });
  });

  it('signs a chosen user in and gives an access token the service accepts', async () => {
    const tokens = await signIn('developer');
    const payload = await verified(tokens.access_token);
    expect(payload).toMatchObject({ sub: 'developer', client_id: 'my-shop' });
    expect(String(payload['scope']).split(' ')).toEqual(
      expect.arrayContaining(['catalog:read', 'ordering:write']),
    );
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(900);
  });

  it('gives a user only the scopes the user may have', async () => {
    const payload = await verified((await signIn('reader')).access_token);
    expect(
      String(payload['scope'])
        .split(' ')
        .filter((scope) => scope.includes(':')),
    ).toEqual(['catalog:read', 'ordering:read']);
  });

  it('shows a page to choose a user from', async () => {
    const { verifier, challenge } = pkce();
    const page = await browse(authorizationRequest(challenge));
    expect(page.body).toContain('Dana Developer');
    const cookie = [...page.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const chosen = await fetch(page.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({ user: 'stranger' }),
    });
    const { location } = await browse(
      new URL(chosen.headers.get('location') ?? '', page.url),
      page.cookies,
    );
    const tokens = await exchange({
      grant_type: 'authorization_code',
      code: location?.searchParams.get('code') ?? '',
      redirect_uri: callback,
      code_verifier: verifier,
    });
    expect(tokens.id_token.split('.')).toHaveLength(3);
  });

  it('refuses a request without PKCE, with plain PKCE, and the implicit flow', async () => {
    const { challenge } = pkce();
    const refusals = await Promise.all(
      [
        {},
        { ...challenge, code_challenge_method: 'plain' },
        { ...challenge, response_type: 'token' },
      ].map(async (parameters) => {
        const { location } = await browse(authorizationRequest(parameters));
        return (
          location?.searchParams.get('error') ??
          new URLSearchParams(location?.hash.slice(1)).get('error')
        );
      }),
    );
    expect(refusals).toEqual(['invalid_request', 'invalid_request', 'unsupported_response_type']);
  });

  it('rotates refresh tokens, and ends the grant when an old one comes back', async () => {
    const first = await signIn('developer');
    const second = await exchange({
      grant_type: 'refresh_token',
      refresh_token: first.refresh_token,
    });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await verified(second.access_token)).toMatchObject({ sub: 'developer' });
    expect(
      await exchange({ grant_type: 'refresh_token', refresh_token: first.refresh_token }),
    ).toMatchObject({ error: 'invalid_grant' });
    expect(
      await exchange({ grant_type: 'refresh_token', refresh_token: second.refresh_token }),
    ).toMatchObject({ error: 'invalid_grant' });
  });

  it('gives a token to a terminal in one line', async () => {
    const { code, out } = await made.run(runtime, ['token', '--scope', 'catalog:read']);
    expect(code).toBe(0);
    expect(await verified(out.trim())).toMatchObject({
      client_id: 'my-shop-terminal',
      scope: 'catalog:read',
    });
    expect(await made.run(runtime, ['token', '--scope', 'admin'])).toMatchObject({
      code: 1,
      out: '',
    });
  });
});
