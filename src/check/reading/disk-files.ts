import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';

import type { Files, Unread } from './files.ts';

/** Larger than any file that people write; what is larger is data. */
const maxBytes = 2 * 1024 * 1024;
const maxDepth = 40;
const maxFiles = 100_000;

/** Folders of what is installed or built, wherever they are. */
const skipped = new Set(['.git', '.types', 'node_modules']);

/** Folders at the root that are private to a machine, or made by a run. */
const skippedAtRoot = new Set(['.create-backend-journal', '.dev', '.secrets', 'coverage']);

/** The files below a folder. What is there may be hostile: no links, no devices, limits on size and number. */
export function diskFiles(root: string): Files {
  const paths: string[] = [];
  const unread: Unread[] = [];

  const walk = (folder: string, depth: number): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      if (paths.length > maxFiles) return;
      const at = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isSymbolicLink()) unread.push({ path: at, because: 'link' });
      else if (entry.isDirectory()) {
        if (skipped.has(entry.name) || skippedAtRoot.has(at)) continue;
        if (depth === maxDepth) unread.push({ path: at, because: 'too-deep' });
        else if (isReadable(path.join(root, at))) walk(at, depth + 1);
        else unread.push({ path: at, because: 'unreadable' });
      } else if (entry.isFile()) {
        paths.push(at);
      }
    }
  };
  walk('', 0);
  const [surplus] = paths.splice(maxFiles);
  if (surplus !== undefined) unread.push({ path: surplus, because: 'too-many' });

  const listed = new Set(paths);
  const texts = new Map<string, string | null>();
  return {
    paths: paths.toSorted(),
    unread,
    text(at) {
      if (!listed.has(at)) return null;
      const known = texts.get(at);
      if (known !== undefined) return known;
      const read = readText(path.join(root, at));
      if (typeof read !== 'string') unread.push({ path: at, because: read.because });
      const text = typeof read === 'string' ? read : null;
      texts.set(at, text);
      return text;
    },
  };
}

function isReadable(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function readText(file: string): string | Pick<Unread, 'because'> {
  let descriptor: number | null = null;
  try {
    // Opened without following a link that took the file's place since it was listed, or waiting for a pipe.
    descriptor = openSync(
      file,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { because: 'unreadable' };
    if (stats.size > maxBytes) return { because: 'too-large' };
    const bytes = Buffer.alloc(stats.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(descriptor, bytes, length, bytes.length - length, null);
      if (read === 0) break;
      length += read;
    }
    const content = bytes.subarray(0, length);
    if (content.includes(0)) return { because: 'not-text' };
    return content.toString('utf8').replace(/^\uFEFF/, '');
  } catch {
    return { because: 'unreadable' };
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
