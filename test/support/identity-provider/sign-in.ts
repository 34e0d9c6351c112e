import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TokenRequest } from '../identity-provider.ts';
import { type KnownClient, isFromClient } from './client-authentication.ts';

export const signInEndpoints = ['authorize', 'token', 'revoke'] as const;
export type SignInEndpoint = (typeof signInEndpoints)[number];

export const signInEndpointOf = (url: string): SignInEndpoint | undefined =>
  signInEndpoints.find((endpoint) => url === `/${endpoint}` || url.startsWith(`/${endpoint}?`));

/** Who sits at the browser. */
export interface Person {
  subject: string;
  /** The provider's own session, `sid`. */
  session: string;
}

/** What the provider gets wrong; empty: nothing. */
export interface Mistakes {
  readonly idToken?: TokenRequest | null;
  readonly accessToken?: TokenRequest;
  /** In place of the issuer in the callback; null leaves it out. */
  readonly callbackIssuer?: string | null;
  /** In place of a code. */
  readonly callbackError?: string;
}

/** A form that the token endpoint was sent, with how the client proved itself. */
export interface TokenForm {
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

/** Authorization code with PKCE, refresh tokens that rotate, and revocation. */
export interface SignIn {
  readonly person: Person;
  readonly client: KnownClient;
  mistakes: Mistakes;
  accessLifetimeSeconds: number;
  /** How long the token endpoint takes. */
  delayMs: number;
  /** Parameters that browsers came with, oldest first. */
  readonly visits: readonly URLSearchParams[];
  readonly tokenForms: readonly TokenForm[];
  /** Every secret that was handed out: tokens and codes. */
  readonly issued: ReadonlySet<string>;
  readonly revoked: ReadonlySet<string>;
  /** Uses the latest refresh token, as a thief would. */
  steal(): void;
}

interface Family {
  readonly subject: string;
  readonly session: string;
  readonly clientId: string;
  readonly scope: string;
  current: string;
  ended: boolean;
}

interface Code {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly nonce: string | null;
  readonly family: Family;
  used: boolean;
}

export interface SignInDesk extends SignIn {
  answer(
    endpoint: SignInEndpoint,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void>;
}

export function createSignIn(
  issuer: () => string,
  sign: (request: TokenRequest) => string,
): SignInDesk {
  const codes = new Map<string, Code>();
  const families = new Map<string, Family>();
  const visits: URLSearchParams[] = [];
  const tokenForms: TokenForm[] = [];
  const issued = new Set<string>();
  const revoked = new Set<string>();
  const secret = (): string => {
    const value = randomBytes(24).toString('base64url');
    issued.add(value);
    return value;
  };
  const rotate = (family: Family): string => {
    family.current = secret();
    families.set(family.current, family);
    return family.current;
  };

  const desk: SignInDesk = {
    person: { subject: 'user-1', session: 'provider-session-1' },
    client: { secret: 'not-a-secret-of-anybody', keysAddress: null },
    mistakes: {},
    accessLifetimeSeconds: 600,
    delayMs: 0,
    visits,
    tokenForms,
    issued,
    revoked,
    steal() {
      const latest = [...families.values()].at(-1);
      if (latest === undefined) throw new Error('there is no refresh token to steal');
      rotate(latest);
    },
    async answer(endpoint, request, response) {
      if (endpoint === 'authorize') return authorize(request, response);
      const form = new URLSearchParams(await bodyOf(request));
      const { authorization } = request.headers;
      tokenForms.push({ form, authorization });
      if (desk.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, desk.delayMs));
      if (!(await isFromClient(authorization, form, desk.client))) {
        return json(response, 401, { error: 'invalid_client' });
      }
      if (endpoint === 'revoke') {
        const token = form.get('token') ?? '';
        revoked.add(token);
        const family = families.get(token);
        if (family !== undefined) family.ended = true;
        return json(response, 200, {});
      }
      const granted = form.get('grant_type') === 'refresh_token' ? refresh(form) : redeem(form);
      return granted === null
        ? json(response, 400, { error: 'invalid_grant' })
        : json(response, 200, granted);
    },
  };

  function authorize(request: IncomingMessage, response: ServerResponse): void {
    const asked = new URL(request.url ?? '', issuer()).searchParams;
    visits.push(asked);
    const redirectUri = asked.get('redirect_uri') ?? '';
    const family: Family = {
      ...desk.person,
      clientId: asked.get('client_id') ?? '',
      scope: (asked.get('scope') ?? '').replace(/^openid ?/, ''),
      current: '',
      ended: false,
    };
    const code = secret();
    codes.set(code, {
      challenge: asked.get('code_challenge') ?? '',
      redirectUri,
      nonce: asked.get('nonce'),
      family,
      used: false,
    });
    const { callbackIssuer = issuer(), callbackError } = desk.mistakes;
    const back = new URL(redirectUri);
    if (callbackError === undefined) back.searchParams.set('code', code);
    else back.searchParams.set('error', callbackError);
    back.searchParams.set('state', asked.get('state') ?? '');
    if (callbackIssuer !== null) back.searchParams.set('iss', callbackIssuer);
    response.writeHead(302, { Location: back.href }).end();
  }

  function redeem(form: URLSearchParams): object | null {
    const code = codes.get(form.get('code') ?? '');
    if (code === undefined) return null;
    if (code.used) {
      // RFC 6749 §4.1.2: what was given for it is taken back.
      code.family.ended = true;
      return null;
    }
    code.used = true;
    const verifier = form.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    if (challenge !== code.challenge) return null;
    if (form.get('redirect_uri') !== code.redirectUri) return null;
    return tokensFor(code.family, code.nonce);
  }

  function refresh(form: URLSearchParams): object | null {
    const token = form.get('refresh_token') ?? '';
    const family = families.get(token);
    if (family === undefined) return null;
    if (family.current !== token) family.ended = true;
    return family.ended ? null : tokensFor(family, null);
  }

  function tokensFor(family: Family, nonce: string | null): object {
    const { subject, clientId, session, scope } = family;
    const { idToken: wrongId, accessToken: wrongAccess } = desk.mistakes;
    const access = sign({
      subject,
      scopes: scope.split(' '),
      lifetimeSeconds: desk.accessLifetimeSeconds,
      ...wrongAccess,
      claims: { client_id: clientId, ...wrongAccess?.claims },
    });
    const id = sign({
      subject,
      ...wrongId,
      header: { typ: 'JWT', ...wrongId?.header },
      claims: {
        aud: clientId,
        client_id: undefined,
        jti: undefined,
        scope: undefined,
        sid: session,
        nonce: nonce ?? undefined,
        ...wrongId?.claims,
      },
    });
    issued.add(access).add(id);
    return {
      access_token: access,
      token_type: 'Bearer',
      expires_in: desk.accessLifetimeSeconds,
      refresh_token: rotate(family),
      ...(wrongId === null ? {} : { id_token: id }),
    };
  }

  return desk;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
