import { expect, test } from 'bun:test';
import { returnAddress } from '../../src/sessions/return-to.ts';

const origin = 'https://shop.example';

test.each([
  '/',
  '/orders',
  '/orders?page=2&q=a%20b#last',
  '/a%2Fb',
  '/search?next=https://x.example',
])('goes on to %s', (path) => {
  expect(returnAddress(path, origin)).toBe(origin + path);
});

test.each([
  '',
  'orders',
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  'https:evil.example',
  'https://shop.example.evil.example',
  'https://shop.example@evil.example/',
  'javascript:alert(1)',
  '/%2fevil.example',
  '/%5cevil.example',
  '/%255cevil.example',
  '/.//evil.example',
  '/orders/..//evil.example',
  '/\tevil',
  '/\r\nSet-Cookie: a=b',
  '/%0d%0aSet-Cookie:%20a=b',
  '/%zz',
  `/${'a'.repeat(3000)}`,
])('goes nowhere for %j', (path) => {
  expect(returnAddress(path, origin)).toBeNull();
});
