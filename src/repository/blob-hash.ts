import { hash } from 'node:crypto';

/** The object id that git gives a file of this content (SHA-1, hexadecimal), as `git hash-object` prints it. */
export function blobHash(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return hash('sha1', Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]));
}
