import { randomBytes } from 'node:crypto';
import { expect, test } from 'bun:test';
import type { SignInConfig } from '../../src/sessions/config.ts';
import { createKeyRing, readSessionKeys } from '../../src/sessions/key-ring.ts';
import { createSealing } from '../../src/sessions/sealing.ts';

const key = () => randomBytes(32).toString('base64');

/** A sealing whose keys a test may change. */
function sealingWith(keys: string, credential = 'secret') {
  const file = { keys, credential };
  const config: SignInConfig = {
    clientId: 'shop',
    credential: { kind: 'secret', secret: { name: 'secret', current: () => file.credential } },
    sessionKeys: keys === '' ? null : { name: 'keys', current: () => file.keys },
  };
  return { file, ...createSealing(createKeyRing(config)) };
}

test('what is sealed is opened in its place alone, and tells nothing', () => {
  const { seal, open } = sealingWith(key());
  const envelope = seal('session 1', 'token');
  expect(open('session 1', envelope)).toBe('token');
  expect(open('session 2', envelope)).toBeNull();
  expect(envelope).not.toContain('token');
  expect(seal('session 1', 'token')).not.toBe(envelope);
});

test('an envelope that was changed anywhere is not opened', () => {
  const { seal, open } = sealingWith(key());
  const envelope = seal('place', 'a secret of some length');
  for (let index = 0; index < envelope.length; index += 1) {
    const other = envelope[index] === 'A' ? 'B' : 'A';
    const changed = envelope.slice(0, index) + other + envelope.slice(index + 1);
    const opened = open('place', changed);
    // The last character of base64url has bits that stand for nothing.
    if (index === envelope.length - 1 && opened !== null) continue;
    expect(opened).toBeNull();
  }
  for (const nothing of ['', '.', 'x.y', envelope.slice(0, 30)]) {
    expect(open('place', nothing)).toBeNull();
  }
});

test('a new key seals, the former one still opens, and is gone once it is gone from the file', () => {
  const [first, second] = [key(), key()];
  const { file, seal, open } = sealingWith(first);
  const old = seal('place', 'old');
  file.keys = `${second}\n${first}\n`;
  expect(open('place', old)).toBe('old');
  const fresh = seal('place', 'new');
  file.keys = second;
  expect(open('place', fresh)).toBe('new');
  expect(open('place', old)).toBeNull();
});

test('a file that was changed into nonsense leaves the former keys in use', () => {
  const { file, seal, open } = sealingWith(key());
  const envelope = seal('place', 'text');
  for (const nonsense of ['', 'nonsense', `${key()}\nx`]) {
    file.keys = nonsense;
    expect(open('place', envelope)).toBe('text');
  }
});

test('without keys of their own, replicas agree by the credential of the client', () => {
  const envelope = sealingWith('', 'one').seal('place', 'text');
  expect(sealingWith('', 'one').open('place', envelope)).toBe('text');
  expect(sealingWith('', 'two\none').open('place', envelope)).toBe('text');
  expect(sealingWith('', 'two').open('place', envelope)).toBeNull();
});

test('keys are 32 bytes in base64 or hexadecimal, one a line', () => {
  expect(readSessionKeys(`${key()}\n\n${'ab'.repeat(32)}\n`)).toHaveLength(2);
  for (const text of ['', 'x', 'ab'.repeat(31), `${key()} ${key()}`, `${key()}\nx`]) {
    expect(readSessionKeys(text)).toBeNull();
  }
});
