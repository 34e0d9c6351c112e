import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { developerEnvironment, succeed } from './command.ts';

/** What a release changes; paths are those of this project, such as `templates/typescript/…`. */
export interface Release {
  readonly version: string;
  /** path → its text, made from the one it had; `''` where there was none. */
  readonly write?: Readonly<Record<string, (before: string) => string>>;
  readonly remove?: readonly string[];
  /** old path → new path */
  readonly rename?: Readonly<Record<string, string>>;
}

export interface Program {
  /** a file to run with Node.js */
  readonly bin: string;
  /** the copy of the project, built */
  readonly folder: string;
  readonly version: string;
  remove(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../..');

/** What the program is not built from. */
const leftOut = new Set(['.git', '.ci', 'coverage', 'dist', 'docs', 'node_modules', 'test']);

/** A built copy of the program as a release would leave it; the working tree is not touched. */
export async function makeVersion(release: Release): Promise<Program> {
  const folder = await mkdtemp(path.join(tmpdir(), `create-backend-${release.version}-`));
  for (const each of (await readdir(root)).filter((entry) => !leftOut.has(entry))) {
    await cp(path.join(root, each), path.join(folder, each), { recursive: true });
  }
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  await edit(folder, 'package.json', (text) =>
    text.replace(/^ {2}"version": ".*",$/m, `  "version": "${release.version}",`),
  );
  for (const [from, to] of Object.entries(release.rename ?? {})) {
    await mkdir(path.dirname(path.join(folder, to)), { recursive: true });
    await rename(path.join(folder, from), path.join(folder, to));
  }
  for (const each of release.remove ?? []) await rm(path.join(folder, each));
  for (const [file, change] of Object.entries(release.write ?? {})) {
    await edit(folder, file, change);
  }
  await succeed({
    argv: ['node', 'scripts/build.mjs'],
    cwd: folder,
    environment: developerEnvironment(),
  });
  return {
    bin: path.join(folder, 'bin', 'create-backend.js'),
    folder,
    version: release.version,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A change that changes nothing is a mistake of the test: the text it looks for has gone. */
async function edit(
  folder: string,
  file: string,
  change: (before: string) => string,
): Promise<void> {
  const target = path.join(folder, file);
  const before = await readFile(target, 'utf8').catch(() => '');
  const after = change(before);
  if (after === before) throw new Error(`The release changes nothing in ${file}.`);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, after);
}

/** The text with one part replaced; throws where the part is not there exactly once. */
export function replacing(part: string, by: string): (text: string) => string {
  return (text) => {
    const pieces = text.split(part);
    if (pieces.length !== 2) throw new Error(`Found ${pieces.length - 1} times: ${part}`);
    return pieces.join(by);
  };
}
