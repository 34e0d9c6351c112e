import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A secret that fits a URL without escaping. */
export function randomSecret() {
  return randomBytes(24).toString('base64url');
}

/** A key of 32 bytes. */
export function randomKey() {
  return randomBytes(32).toString('base64');
}

/**
 * Replaces a file in one step; only its owner can read it.
 * @param {string} file
 * @param {string} content
 */
export async function writePrivate(file, content) {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, content, { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
}

/**
 * Reads a private JSON file, made by `make` the first time.
 * @template T
 * @param {string} file
 * @param {() => T} make
 * @returns {Promise<T>}
 */
export async function keep(file, make) {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) return JSON.parse(text);
  const value = make();
  await writePrivate(file, `${JSON.stringify(value, null, 2)}\n`);
  return value;
}

/** @param {string} folder */
export async function removeFolder(folder) {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
