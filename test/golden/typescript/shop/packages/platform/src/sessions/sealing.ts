import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring.ts';

/** What the database keeps of a secret: nobody reads or moves it without a key of the ring. */
export interface Sealing {
  /** @param place what it belongs to: in another row it cannot be opened */
  seal(place: string, text: string): string;
  /** Null where no key of the ring opens it, or it was changed or moved. */
  open(place: string, envelope: string): string | null;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** `<key id>.<iv, tag and ciphertext in base64url>`; AES-256-GCM. */
export function createSealing(keys: KeyRing): Sealing {
  return {
    seal(place, text) {
      const [{ id, bytes }] = keys();
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, bytes, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${id}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
    },
    open(place, envelope) {
      const [id, content = ''] = envelope.split('.', 2);
      const key = keys().find((each) => each.id === id);
      if (key === undefined) return null;
      const all = Buffer.from(content, 'base64url');
      const iv = all.subarray(0, ivBytes);
      const tag = all.subarray(ivBytes, ivBytes + tagBytes);
      try {
        const decipher = createDecipheriv(algorithm, key.bytes, iv, { authTagLength: tagBytes })
          .setAAD(Buffer.from(place))
          .setAuthTag(tag);
        return (
          decipher.update(all.subarray(ivBytes + tagBytes), undefined, 'utf8') +
          decipher.final('utf8')
        );
      } catch {
        return null;
      }
    },
  };
}
