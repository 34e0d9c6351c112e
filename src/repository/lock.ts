import { parseLockSources, type LockSources } from '../blueprint/locked-source.ts';
import { isPlainObject } from '../blueprint/merge.ts';
import type { Blueprint } from '../blueprint/model.ts';
import { quote } from '../blueprint/problem.ts';
import { err, ok, type Result } from '../blueprint/result.ts';
import { portablePathProblem } from '../render/portable-path.ts';
import type { Tree } from '../render/tree.ts';
import type { Owner } from '../stacks/stack.ts';
import { blobHash } from './blob-hash.ts';
import { currentLock, lockFormat } from './lock-formats.ts';

export const LOCK_FILE = 'backend.lock.json';

/** One emitted file, as the lock knows it. */
export interface LockedFile {
  readonly owner: Owner;
  /** git's hash of the text as emitted */
  readonly blob: string;
}

/** What a repository says about its own making. It was read from there: nothing in it is trusted. */
export interface Lock {
  /** the version of create-backend that wrote the repository last, e.g. `4.0.0` */
  readonly version: string;
  /** The blueprint as last applied; its form is not checked here. */
  readonly blueprint: unknown;
  /** Where its preset came from; null: from this program, or from a file. */
  readonly sources: LockSources | null;
  /** path as emitted → file */
  readonly files: ReadonlyMap<string, LockedFile>;
}

export interface LockProblem {
  readonly code:
    | 'too-large'
    | 'syntax'
    | 'unmerged'
    | 'newer-format'
    | 'wrong-shape'
    | 'unsafe-path';
  /** e.g. `files["../x"]: it is not a plain relative path` */
  readonly message: string;
}

/** The text of `backend.lock.json`: what emitted the repository, from what, and every file as emitted. */
export function writeLock(
  version: string,
  blueprint: Blueprint,
  files: Iterable<readonly [string, LockedFile]>,
  sources: LockSources | null = null,
): string {
  const generator = `create-backend@${version}`;
  const lock = {
    lockVersion: lockFormat.current,
    generator,
    blueprint,
    ...(sources === null ? {} : { sources }),
    files: Object.fromEntries(files),
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** The files of a tree as its lock has them. */
export function* lockedFiles(tree: Tree): Iterable<readonly [string, LockedFile]> {
  for (const [path, { owner, content }] of tree) {
    yield [path, { owner, blob: blobHash(content) }];
  }
}

/** Fifty times the lock of a large repository. */
const maxLength = 32 * 1024 * 1024;
const maxFiles = 100_000;

/** Reads a lock that somebody may have tampered with: what is returned names only paths inside the repository. */
export function parseLock(text: string): Result<Lock, LockProblem> {
  if (text.length > maxLength) return problem('too-large', 'it is larger than 32 MiB');
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return /^<{7} /m.test(text)
      ? problem('unmerged', 'it is not JSON: git could not merge it')
      : problem('syntax', `it is not JSON: ${messageOf(error)}`);
  }
  const current = currentLock(raw);
  if (!current.ok) return problem('newer-format', `a newer version of create-backend wrote it`);
  return readLock(current.value);
}

function readLock(raw: unknown): Result<Lock, LockProblem> {
  if (!isPlainObject(raw)) return problem('wrong-shape', 'it does not hold an object');
  const { lockVersion, generator, blueprint, sources: fetched, files } = raw;
  if (lockVersion !== lockFormat.current)
    return problem(
      'wrong-shape',
      `lockVersion: ${quote(lockVersion)} is not ${lockFormat.current}`,
    );
  const version = typeof generator === 'string' ? GENERATOR.exec(generator)?.[1] : undefined;
  if (version === undefined || version.length > 64)
    return problem('wrong-shape', `generator: ${quote(generator)} is not create-backend@<version>`);
  if (!isPlainObject(blueprint)) return problem('wrong-shape', 'blueprint: it is not an object');
  if (!isPlainObject(files)) return problem('wrong-shape', 'files: it is not an object');
  const sources = fetched === undefined ? null : parseLockSources(fetched);
  if (fetched !== undefined && sources === null)
    return problem(
      'wrong-shape',
      'sources: a preset needs a source, a commit or version, and a sha256',
    );
  const listed = readFiles(Object.entries(files));
  return listed.ok ? ok({ version, blueprint, sources, files: listed.value }) : listed;
}

const GENERATOR = /^create-backend@((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z.-]+)?)$/;

type Files = ReadonlyMap<string, LockedFile>;

function readFiles(entries: readonly (readonly [string, unknown])[]): Result<Files, LockProblem> {
  if (entries.length > maxFiles)
    return problem('too-large', `files: more than ${maxFiles} are listed`);
  const files = new Map<string, LockedFile>();
  for (const [path, raw] of entries) {
    const place = `files[${quote(path)}]`;
    const unsafe = unsafePath(path);
    if (unsafe !== null) return problem('unsafe-path', `${place}: ${unsafe}`);
    const file = readFile(raw);
    if (file === null)
      return problem('wrong-shape', `${place}: it needs an owner (tool or team) and a blob`);
    files.set(path, file);
  }
  const twofold = sameOnSomeDisk([...files.keys()]);
  return twofold === null ? ok(files) : problem('unsafe-path', twofold);
}

function readFile(raw: unknown): LockedFile | null {
  if (!isPlainObject(raw)) return null;
  const { owner, blob } = raw;
  if (owner !== 'tool' && owner !== 'team') return null;
  return typeof blob === 'string' && /^[0-9a-f]{40}$/.test(blob) ? { owner, blob } : null;
}

function unsafePath(path: string): string | null {
  if (path === LOCK_FILE) return 'a lock does not list itself';
  if (/^\.create-backend-/i.test(path)) return 'it lies where create-backend keeps its own files';
  return portablePathProblem(path);
}

/** Two paths that differ in case only, or a file that another needs as its folder. */
function sameOnSomeDisk(paths: readonly string[]): string | null {
  const known = new Map(paths.map((path) => [diskName(path), path]));
  if (known.size < paths.length) {
    const twin = paths.find((path) => known.get(diskName(path)) !== path) ?? '';
    return `files[${quote(twin)}]: another path differs from it in case only`;
  }
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (known.has(diskName(path.slice(0, at))))
        return `files[${quote(path)}]: a part of its path is listed as a file`;
    }
  }
  return null;
}

const diskName = (path: string): string => path.normalize('NFC').toLowerCase();

function problem(code: LockProblem['code'], message: string): Result<never, LockProblem> {
  return err({ code, message });
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
