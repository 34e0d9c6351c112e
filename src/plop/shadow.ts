import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { allFiles } from '../repository/all-files.ts';
import type { ChangePlan } from '../repository/plan.ts';

/** A copy of the repository as it will be after a plan, for plop to work in. */
export interface Shadow {
  /** absolute, without symbolic links */
  readonly folder: string;
  /** a folder beside it, for what is no part of the copy */
  readonly beside: string;
  has(file: string): boolean;
  /** The bytes that were put there; null: there was no such file. */
  before(file: string): Buffer | null;
  /** What was made otherwise in it since; paths are POSIX and relative, sorted. */
  differences(): readonly ShadowDifference[];
  remove(): void;
}

export interface ShadowDifference {
  readonly path: string;
  /** null: the file is gone */
  readonly after: { readonly bytes: Buffer; readonly executable: boolean } | null;
}

/** Copies the files that people keep, without their links, and applies the writes of a plan to them. */
export async function makeShadow(
  root: string,
  { writes }: Pick<ChangePlan, 'writes'>,
): Promise<Shadow> {
  const beside = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-plop-')));
  const folder = path.join(beside, 'repository');
  try {
    fs.mkdirSync(folder);
    const written = new Set(writes.map((write) => write.path));
    for (const file of await allFiles(root)) if (!written.has(file)) copy(root, folder, file);
    for (const { path: file, after } of writes) if (after !== null) write(folder, file, after);
    const before = stampsIn(folder);
    const planned = new Map(writes.map((each) => [each.path, each.after?.bytes] as const));
    return {
      folder,
      beside,
      has: (file) => before.has(file),
      before: (file) =>
        before.has(file) ? Buffer.from(planned.get(file) ?? fs.readFileSync(at(root, file))) : null,
      differences: () => compare(folder, before),
      remove: () => fs.rmSync(beside, { recursive: true, force: true }),
    };
  } catch (error) {
    fs.rmSync(beside, { recursive: true, force: true });
    throw error;
  }
}

function copy(root: string, folder: string, file: string): void {
  const from = at(root, file);
  const stat = fs.lstatSync(from, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile()) return;
  const to = at(folder, file);
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE);
}

function write(
  folder: string,
  file: string,
  { bytes, executable }: { readonly bytes: Uint8Array; readonly executable: boolean | null },
): void {
  const to = at(folder, file);
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.writeFileSync(to, bytes, { mode: executable === true ? 0o755 : 0o644 });
}

/** What tells that a file was touched, without reading it: nobody can set back its change time. */
const stampsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    filesBelow(folder).map((file) => {
      const { ino, size, mode, ctimeNs } = fs.lstatSync(at(folder, file), { bigint: true });
      return [file, `${ino} ${size} ${mode} ${ctimeNs}`] as const;
    }),
  );

function compare(folder: string, before: ReadonlyMap<string, string>): readonly ShadowDifference[] {
  const now = stampsIn(folder);
  const paths = [...new Set([...before.keys(), ...now.keys()])].sort();
  return paths
    .filter((file) => before.get(file) !== now.get(file))
    .map((file) => ({ path: file, after: now.has(file) ? read(at(folder, file)) : null }));
}

function read(file: string): NonNullable<ShadowDifference['after']> {
  return {
    bytes: fs.readFileSync(file),
    executable: process.platform !== 'win32' && (fs.statSync(file).mode & 0o100) !== 0,
  };
}

function filesBelow(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    );
}

const at = (folder: string, file: string): string => path.join(folder, ...file.split('/'));
