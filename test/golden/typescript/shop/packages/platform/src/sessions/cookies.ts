import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sessionCookieName } from '../identity/index.ts';

export const loginCookieName = '__Host-Http-login';

const form = /^[\w-]{43}$/;
const attributes = 'Path=/; Secure; HttpOnly';

/** 256 random bits. */
export const randomText = (): string => randomBytes(32).toString('base64url');

export const isRandomText = (text: string): boolean => form.test(text);

/** What the database knows of a secret that a browser keeps. */
export const fingerprintOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');

/** Follows from the cookie, which pages cannot read, so that it need not be kept. */
export const csrfTokenOf = (cookie: string): string =>
  createHmac('sha256', cookie).update('csrf').digest('base64url');

export function isSameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Null where there is none, or two that differ, of which one must have been planted. What stands
 * around a name is taken away where HTTP knows it as white space, and nowhere else: browsers do not
 * see the prefix `__Host-` behind a no-break space, so any host next door may plant such a cookie.
 */
export function readCookie(headers: Headers, name: string): string | null {
  const values = new Set(
    (headers.get('cookie') ?? '')
      .split(';')
      .map((pair) => pair.replaceAll(/^[ \t]+|[ \t]+$/g, ''))
      .filter((pair) => pair.startsWith(`${name}=`))
      .map((pair) => pair.slice(name.length + 1)),
  );
  const [value] = values;
  return values.size === 1 && value !== undefined ? value : null;
}

export const sessionCookie = (value: string, seconds: number): string =>
  `${sessionCookieName}=${value}; ${attributes}; SameSite=Strict; Max-Age=${seconds}`;

/** Lax: the provider's redirect to the callback is a navigation from another site. */
export const loginCookie = (value: string, seconds: number): string =>
  `${loginCookieName}=${value}; ${attributes}; SameSite=Lax; Max-Age=${seconds}`;
