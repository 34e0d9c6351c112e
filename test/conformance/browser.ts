import { expect } from 'vitest';
import { type Reply, send } from '../support/http-client.ts';
import type { Json } from '../support/json.ts';
import type { Api } from './api.ts';
import { expectStatus } from './expectations.ts';

/** Names of the cookies, as the contract has them. */
export const sessionCookie = '__Host-Http-session';
export const loginCookie = '__Host-Http-login';

/** A cookie as an answer sets it. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** By lower-case name; the value of a flag is empty. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Visit {
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly json?: Json;
  readonly body?: string;
  readonly mediaType?: string | null;
  readonly timeoutMs?: number;
}

/** What a browser does with the service: keeps cookies and follows nobody. */
export interface Browser {
  readonly cookies: Map<string, string>;
  ask(path: string, visit?: Visit): Promise<Reply>;
  /** The same browser at another replica. */
  at(api: Api): Browser;
  login(returnTo?: string): Promise<Reply>;
  /** From the login to the address the provider sends the browser back to. */
  comeBack(login: Reply): Promise<string>;
  signIn(returnTo?: string): Promise<Reply>;
  /** Headers that a page of the service sends with a change. */
  own(): Promise<readonly (readonly [string, string])[]>;
}

export function openBrowser(api: Api, cookies = new Map<string, string>()): Browser {
  const browser: Browser = {
    cookies,
    at: (other) => openBrowser(other, cookies),
    async ask(path, { method = 'GET', headers = [], ...rest } = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const reply = await api.ask({
        method,
        path,
        token: null,
        headers: [...(cookie === '' ? [] : [['Cookie', cookie] as const]), ...headers],
        ...rest,
      });
      for (const { name, value, attributes } of setCookies(reply)) {
        if (attributes['max-age'] === '0') cookies.delete(name);
        else cookies.set(name, value);
      }
      return reply;
    },
    login: (returnTo) =>
      browser.ask(
        returnTo === undefined
          ? '/auth/login'
          : `/auth/login?${new URLSearchParams({ returnTo }).toString()}`,
      ),
    async comeBack(login) {
      expectStatus(login, 302, 303);
      const provider = await send({ method: 'GET', url: login.headers['location'] ?? '' });
      expectStatus(provider, 302);
      const { pathname, search } = new URL(provider.headers['location'] ?? '');
      return pathname + search;
    },
    async signIn(returnTo) {
      const reply = await browser.ask(await browser.comeBack(await browser.login(returnTo)));
      expectStatus(reply, 302, 303);
      expect(cookies.get(sessionCookie)).toBeDefined();
      return reply;
    },
    async own() {
      const reply = await browser.ask('/auth/session');
      expectStatus(reply, 200);
      return [['X-CSRF-Token', String(reply.object.csrfToken)]];
    },
  };
  return browser;
}

export function setCookies(reply: Reply): SetCookie[] {
  const header = reply.headers['set-cookie'];
  if (header === undefined) return [];
  return header.split(/, (?=__Host-)/).map((text) => {
    const [pair = '', ...rest] = text.split(/; */);
    const [name = '', value = ''] = splitOnce(pair);
    const attributes = rest.map((part) => {
      const [key = '', content = ''] = splitOnce(part);
      return [key.toLowerCase(), content] as const;
    });
    return { name, value, attributes: Object.fromEntries(attributes) };
  });
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
