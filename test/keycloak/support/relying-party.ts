import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK, SignJWT, type JWK } from 'jose';
import path from 'node:path';
import { send } from '../../support/http-client.ts';
import { asObject, parseJson, type JsonObject } from '../../support/json.ts';
import { Browser, type Page } from './browser.ts';
import { composed, type Repository } from './keycloak.ts';

/** A service as compose.yaml runs it, and what it needs to know to sign people in. */
export interface Registration {
  readonly issuer: string;
  readonly clientId: string;
  readonly publicUrl: string;
  readonly keyFile: string;
}

/** Read from the environment that compose.yaml gives the service. */
export function registrationOf(repository: Repository, service: string): Registration {
  const { folder, addresses } = repository;
  const environment = composed(folder, addresses)[service]?.environment ?? {};
  const read = (name: string): string => {
    const value = environment[name];
    if (value === undefined) throw new Error(`${service} is given no ${name}.`);
    return value;
  };
  return {
    issuer: read('OIDC_ISSUER'),
    clientId: read('OIDC_CLIENT_ID'),
    publicUrl: read('PUBLIC_URL'),
    keyFile: read('OIDC_CLIENT_KEY_FILE').replace('/run/secrets', path.join(folder, '.secrets')),
  };
}

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken: string;
}

export interface Asked {
  readonly scope?: string;
  /** Laid over the parameters of the request; `undefined` leaves one out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}

export interface User {
  readonly username: string;
  readonly password: string;
}

/** A client of Keycloak that does by hand, and can do wrong, what the service does. */
export class RelyingParty {
  readonly registration: Registration;

  constructor(registration: Registration) {
    this.registration = registration;
  }

  get redirectUri(): string {
    return `${this.registration.publicUrl}/auth/callback`;
  }

  /** What Keycloak fetches to verify the signatures of the client. */
  async publicKeys(): Promise<{ readonly keys: readonly JWK[] }> {
    const jwk = await exportJWK(createPublicKey(this.#privateKey()));
    return {
      keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' }],
    };
  }

  authorizationUrl(verifier: string, { scope = 'openid', parameters = {} }: Asked = {}): string {
    const url = new URL(this.endpoint('auth'));
    const all = {
      response_type: 'code',
      client_id: this.registration.clientId,
      redirect_uri: this.redirectUri,
      scope,
      state: randomUUID(),
      nonce: randomUUID(),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...parameters,
    };
    for (const [name, value] of Object.entries(all)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return url.href;
  }

  endpoint(name: string): string {
    return `${this.registration.issuer}/protocol/openid-connect/${name}`;
  }

  /** Signs somebody in up to the callback, which nobody answers. */
  async authorize(
    user: User,
    asked: Asked = {},
    browser = new Browser(),
  ): Promise<{ readonly callback: URL; readonly verifier: string }> {
    const verifier = randomBytes(32).toString('base64url');
    const page = await enter(browser, this.authorizationUrl(verifier, asked), user);
    if (page.leadsTo === null) throw new Error(`Not signed in:\n${textOf(page)}`);
    return { callback: page.leadsTo, verifier };
  }

  async signIn(user: User, asked: Asked = {}, browser = new Browser()): Promise<TokenSet> {
    const { callback, verifier } = await this.authorize(user, asked, browser);
    return tokensOf(await this.redeem(codeOf(callback), verifier));
  }

  async redeem(
    code: string,
    verifier: string | undefined,
    parameters: Asked['parameters'] = {},
  ): Promise<Answer> {
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: verifier,
      ...parameters,
    });
  }

  refresh(refreshToken: string): Promise<Answer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  async token(parameters: NonNullable<Asked['parameters']>): Promise<Answer> {
    return this.post('token', { ...(await this.proof()), ...parameters });
  }

  /** private_key_jwt (RFC 7523). */
  async proof(): Promise<Readonly<Record<string, string>>> {
    const { clientId, issuer } = this.registration;
    const [key] = (await this.publicKeys()).keys;
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: key?.kid ?? '' })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(issuer)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(this.#privateKey());
    return { client_id: clientId, ...assertionOf(assertion) };
  }

  async post(
    endpoint: string,
    parameters: NonNullable<Asked['parameters']>,
    headers: readonly (readonly [string, string])[] = [],
  ): Promise<Answer> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) body.set(name, value);
    }
    const reply = await send({
      method: 'POST',
      url: this.endpoint(endpoint),
      headers: [['Content-Type', 'application/x-www-form-urlencoded'], ...headers],
      body: body.toString(),
    });
    return { status: reply.status, body: reply.text === '' ? {} : asObject(parseJson(reply.text)) };
  }

  #privateKey() {
    return createPrivateKey(readFileSync(this.registration.keyFile));
  }
}

export const assertionOf = (assertion: string): Readonly<Record<string, string>> => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
});

export async function enter(browser: Browser, address: string, user: User): Promise<Page> {
  const page = await browser.open(address);
  if (!page.html.includes('name="password"')) return page;
  return browser.submit(page, { username: user.username, password: user.password });
}

export function codeOf(callback: URL): string {
  const code = callback.searchParams.get('code');
  if (code === null) throw new Error(`No code: ${callback.href}`);
  return code;
}

export function tokensOf({ status, body }: Answer): TokenSet {
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return {
    accessToken: String(body['access_token']),
    refreshToken: String(body['refresh_token']),
    idToken: String(body['id_token']),
  };
}

/** What a page says, without its markup. */
export const textOf = ({ status, html }: Page): string =>
  `${status} ${html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')}`;
