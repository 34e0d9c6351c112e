import fs from 'node:fs';
import path from 'node:path';

import { err, ok, type Result } from '../blueprint/result.ts';
import { blobHash } from './blob-hash.ts';
import type { FolderError } from './folder-error.ts';

/** The repository as people have it on disk; only read. */
export interface WorkingCopy {
  /** absolute, without symbolic links */
  readonly root: string;
  /** The file at a path; null: there is none. What is no plain file in a plain folder is refused. */
  read(path: string): Result<OurFile | null, FolderError>;
}

/** A file of the user's. */
export interface OurFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** git's hash of the bytes as they are */
  readonly blob: string;
  /** null: the file system does not tell */
  readonly executable: boolean | null;
  /** null: not UTF-8 text */
  readonly text: OurText | null;
}

/** A text apart from how its file encodes it. */
export interface OurText {
  /** lines end in LF; without byte order mark */
  readonly content: string;
  /** git's hash of `content` */
  readonly blob: string;
  /** Most lines end in CR LF. */
  readonly crlf: boolean;
  readonly byteOrderMark: boolean;
}

/**
 * Opens the folder for reading; each file is read once. `hasModes`: whether the executable bits on
 * this disk mean anything (git's `core.fileMode`).
 */
export function workingCopy(
  root: string,
  { hasModes = process.platform !== 'win32' }: { readonly hasModes?: boolean } = {},
): WorkingCopy {
  const files = new Map<string, Result<OurFile | null, FolderError>>();
  const folders = new Map<string, FolderError | 'absent' | 'folder'>();
  return {
    root,
    read(file) {
      const known = files.get(file) ?? readFile(root, file, folders, hasModes);
      files.set(file, known);
      return known;
    },
  };
}

/** A text as its file encodes it: its line ends, its byte order mark. */
export function encode(content: string, like: OurText | null): Uint8Array {
  const lines = like?.crlf === true ? content.replaceAll('\n', '\r\n') : content;
  return Buffer.from(like?.byteOrderMark === true ? `\uFEFF${lines}` : lines, 'utf8');
}

type Folders = Map<string, FolderError | 'absent' | 'folder'>;

function readFile(
  root: string,
  file: string,
  folders: Folders,
  hasModes: boolean,
): Result<OurFile | null, FolderError> {
  const parent = inspectFolder(root, file.slice(0, Math.max(0, file.lastIndexOf('/'))), folders);
  if (parent === 'absent') return ok(null);
  if (parent !== 'folder') return err(parent);
  const absolute = path.join(root, ...file.split('/'));
  try {
    const stat = fs.lstatSync(absolute, { throwIfNoEntry: false });
    if (stat === undefined) return ok(null);
    if (stat.isSymbolicLink()) return err(link(file));
    if (!stat.isFile()) return err(inTheWay(file, stat.isDirectory() ? 'a folder' : 'no file'));
    return ok(
      describe(file, fs.readFileSync(absolute), hasModes ? (stat.mode & 0o100) !== 0 : null),
    );
  } catch (error) {
    return err(unreadable(file, error));
  }
}

/** Looks at a folder and those above it, up to the root, each once. */
function inspectFolder(
  root: string,
  folder: string,
  folders: Folders,
): FolderError | 'absent' | 'folder' {
  if (folder === '') return 'folder';
  const known = folders.get(folder);
  if (known !== undefined) return known;
  const above = inspectFolder(root, folder.slice(0, Math.max(0, folder.lastIndexOf('/'))), folders);
  const found = above === 'folder' ? inspectOneFolder(root, folder) : above;
  folders.set(folder, found);
  return found;
}

function inspectOneFolder(root: string, folder: string): FolderError | 'absent' | 'folder' {
  try {
    const stat = fs.lstatSync(path.join(root, ...folder.split('/')), { throwIfNoEntry: false });
    if (stat === undefined) return 'absent';
    if (stat.isSymbolicLink()) return link(folder);
    return stat.isDirectory() ? 'folder' : inTheWay(folder, 'a file, not a folder');
  } catch (error) {
    return unreadable(folder, error);
  }
}

export function describe(file: string, bytes: Buffer, executable: boolean | null): OurFile {
  return { path: file, bytes, blob: blobHash(bytes), executable, text: textOf(bytes) };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Buffer): OurText | null {
  if (bytes.includes(0)) return null;
  let decoded: string;
  try {
    decoded = decoder.decode(bytes);
  } catch {
    return null;
  }
  const byteOrderMark = decoded.startsWith('\uFEFF');
  const own = byteOrderMark ? decoded.slice(1) : decoded;
  const content = own.replaceAll('\r\n', '\n');
  const ends = own.length - content.length;
  const lines = ends === 0 ? 0 : content.split('\n').length - 1;
  return { content, blob: blobHash(content), crlf: ends * 2 > lines, byteOrderMark };
}

function link(file: string): FolderError {
  return {
    code: 'path-is-a-link',
    message: `${file} is a symbolic link; nothing is read or written through it.`,
    hint: 'Put the file itself there, and run the command again.',
  };
}

function inTheWay(file: string, what: string): FolderError {
  return {
    code: 'path-in-the-way',
    message: `${file} is ${what}, where the repository has something else.`,
    hint: 'Move it away, and run the command again.',
  };
}

function unreadable(file: string, error: unknown): FolderError {
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'path-not-readable',
    message: `${file} cannot be read: ${detail}`,
    hint: 'Give yourself the right to read it, and run the command again.',
  };
}
