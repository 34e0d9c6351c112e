import { expect, test } from 'bun:test';
import { callerAddress, networkOf } from '../../src/http/address.ts';

const proxy = '10.0.0.1';

test.each([
  ['nobody is believed without a proxy of ours', '198.51.100.1', 0, proxy],
  ['the last entry is the one that our proxy saw', '203.0.113.9, 198.51.100.1', 1, '198.51.100.1'],
  ['two proxies of ours, two entries', '203.0.113.9, 198.51.100.1, 10.0.0.2', 2, '198.51.100.1'],
  ['fewer entries than proxies', '198.51.100.1', 3, '198.51.100.1'],
  ['no header at all', null, 1, proxy],
  ['an empty one', '', 1, proxy],
  ['a port behind the address', '198.51.100.1:4711', 1, '198.51.100.1'],
  ['a port behind an address of IPv6', '[2001:db8::1]:4711', 1, '2001:db8::1'],
  ['IPv4 within IPv6', '::ffff:198.51.100.1', 1, '198.51.100.1'],
  ['one form for each address', '2001:DB8:0:0::0001', 1, '2001:db8::1'],
  ['no address', 'unknown', 1, proxy],
  ['something like an address', '127.1', 1, proxy],
  ['something like an address', '999.999.999.999', 1, proxy],
  ['nothing but commas', ',,,,', 2, proxy],
  ['what stands before rubbish', '198.51.100.1, rubbish', 2, proxy],
])('%s: %p after %p hops is %p', (_why, forwardedFor, hops, caller) => {
  expect(callerAddress(proxy, forwardedFor, hops)).toBe(caller);
});

test('a socket of IPv6 that carries IPv4 is one of IPv4', () => {
  expect(callerAddress('::ffff:127.0.0.1', null, 0)).toBe('127.0.0.1');
});

test.each([
  ['198.51.100.1', '198.51.100.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
])('%p is counted as %p', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
