import { createHash } from 'node:crypto';
import type { Position } from '@packages/kernel/application';

const form = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{16})$/;

/** A cursor is opaque to callers, and bound to its collection by a checksum. */
export function encodeCursor(collection: string, { createdAt, id }: Position): string {
  const place = `${createdAt.getTime()}.${id}`;
  return Buffer.from(`${place}.${checksum(collection, place)}`).toString('base64url');
}

/** Null for anything that this collection did not give out. */
export function decodeCursor(collection: string, cursor: string): Position | null {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, time = '', id = '', sum] = form.exec(text) ?? [];
  if (sum === undefined || sum !== checksum(collection, `${time}.${id}`)) return null;
  return { createdAt: new Date(Number(time)), id };
}

const checksum = (collection: string, place: string): string =>
  createHash('sha256').update(`${collection}\n${place}`).digest('base64url').slice(0, 16);
