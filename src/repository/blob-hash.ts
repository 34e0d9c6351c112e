import { hash } from 'node:crypto';

/** The object id that git gives a file of this text (SHA-1, hexadecimal), as `git hash-object` prints it. */
export function blobHash(content: string): string {
  const bytes = Buffer.from(content, 'utf8');
  return hash('sha1', Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]));
}
