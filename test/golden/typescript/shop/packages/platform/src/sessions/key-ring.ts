import { createHash, hkdfSync } from 'node:crypto';
import type { SignInConfig } from './config.ts';
import { readClientKeys } from './client-keys.ts';

/** A key that seals, and how an envelope names it. */
export interface SealingKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The newest key first: it seals, and all of them open. */
export type KeyRing = () => readonly [SealingKey, ...SealingKey[]];

const keyBytes = 32;
const hexForm = /^[0-9a-f]{64}$/i;
const base64Form = /^[\w+/-]{43}=?$/;

/** One key of 32 bytes a line, in base64 or hexadecimal. Null where a line is something else. */
export function readSessionKeys(text: string): readonly Uint8Array[] | null {
  const lines = linesOf(text);
  const keys = lines.flatMap((line) => decode(line) ?? []);
  return keys.length > 0 && keys.length === lines.length ? keys : null;
}

function decode(line: string): Uint8Array | null {
  if (hexForm.test(line)) return Buffer.from(line, 'hex');
  return base64Form.test(line) ? Buffer.from(line, 'base64') : null;
}

export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * Where no key is given, keys follow from what replicas have in common: the credentials of the
 * client. Whoever changes those keeps the former ones after them, until all sessions have ended.
 */
export function createKeyRing({ sessionKeys, credential }: SignInConfig): KeyRing {
  const source = sessionKeys ?? credential.secret;
  const read = (text: string) =>
    sessionKeys === null ? derived(credential.kind, text) : readSessionKeys(text);
  let known: { readonly text: string; readonly ring: ReturnType<KeyRing> } | null = null;
  return () => {
    const text = source.current();
    if (known?.text === text) return known.ring;
    const [newest, ...older] = (read(text) ?? []).map(named);
    if (newest === undefined) {
      // A file that was changed into nonsense must not end what the former one began.
      if (known !== null) return known.ring;
      throw new Error(`${source.name} holds no key.`);
    }
    known = { text, ring: [newest, ...older] };
    return known.ring;
  };
}

function derived(kind: SignInConfig['credential']['kind'], text: string) {
  const credentials = kind === 'key' ? readClientKeys(text) : linesOf(text);
  return (
    credentials?.map(
      (credential) =>
        new Uint8Array(hkdfSync('sha256', credential, '', 'browser sessions', keyBytes)),
    ) ?? null
  );
}

const named = (bytes: Uint8Array): SealingKey => ({
  id: createHash('sha256').update('key id').update(bytes).digest('base64url').slice(0, 11),
  bytes,
});
