import { expect, test } from 'bun:test';
import {
  csrfTokenOf,
  fingerprintOf,
  isRandomText,
  isSameText,
  randomText,
  readCookie,
  sessionCookie,
} from '../../src/sessions/cookies.ts';

const read = (cookie: string) => readCookie(new Headers({ cookie }), '__Host-Http-session');

test('finds its cookie among others', () => {
  expect(read('a=b; __Host-Http-session=value; c=d')).toBe('value');
  expect(read('__Host-Http-session=')).toBe('');
  expect(readCookie(new Headers(), '__Host-Http-session')).toBeNull();
});

test('is not taken in by a cookie that was planted beside it, or in the value of another', () => {
  expect(read('__Host-Http-session=one; __Host-Http-session=two')).toBeNull();
  expect(read('a=x,__Host-Http-session=planted')).toBeNull();
  expect(read('x__Host-Http-session=planted')).toBeNull();
  expect(read('a=b; \u00a0__Host-Http-session=planted')).toBeNull();
  expect(read('\u00a0__Host-Http-session=planted; __Host-Http-session=own')).toBe('own');
  expect(read('a=b;\t__Host-Http-session=own \t; c=d')).toBe('own');
});

test('the cookie is long and random, and nothing that is kept or shown leads back to it', () => {
  const cookie = randomText();
  expect(isRandomText(cookie)).toBe(true);
  expect(randomText()).not.toBe(cookie);
  expect(new Set([cookie, fingerprintOf(cookie), csrfTokenOf(cookie)]).size).toBe(3);
  expect(csrfTokenOf(cookie)).toBe(csrfTokenOf(cookie));
  expect(csrfTokenOf(randomText())).not.toBe(csrfTokenOf(cookie));
});

test('texts are the same or not, whatever their length', () => {
  expect(isSameText('abc', 'abc')).toBe(true);
  for (const other of ['', 'ab', 'abd', 'abcd']) expect(isSameText('abc', other)).toBe(false);
});

test('browsers keep the cookie to this host, HTTPS and HTTP requests of the own site', () => {
  expect(sessionCookie('value', 60)).toBe(
    '__Host-Http-session=value; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=60',
  );
});
