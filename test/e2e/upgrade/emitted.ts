import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';

import { developerEnvironment, run, succeed, type Completed } from '../../support/command.ts';
import { asArray, asObject, asString, parseJson, type JsonObject } from '../../support/json.ts';
import type { Program } from '../../support/next-version.ts';

/** A folder with a repository in it, in which a test plays the people who work there. */
export interface Emitted {
  /** absolute */
  readonly root: string;
  read(file: string): Promise<string>;
  /** null: no such file */
  look(file: string): Promise<string | null>;
  write(file: string, text: string): Promise<void>;
  /** replaces a part that must be there */
  edit(file: string, part: string, by: string): Promise<void>;
  remove(file: string): Promise<void>;
  git(...args: readonly string[]): Promise<string>;
  commit(): Promise<void>;
  /** Runs `upgrade` of the next version, off line. */
  upgrade(...args: readonly string[]): Promise<Upgraded>;
  /** The same, with an npm that knows this registry only. */
  upgradeWith(registry: string, ...args: readonly string[]): Promise<Upgraded>;
  /** path → text, without git's own folder */
  snapshot(): Promise<Readonly<Record<string, string>>>;
}

export interface Upgraded extends Completed {
  /** `result` of the JSON document, else `error` */
  readonly document: JsonObject;
  readonly changes: Readonly<Record<string, string>>;
}

export interface Workshop {
  /** A copy of the repository as it was created, committed where it has git. */
  repository(git?: 'git' | 'no git'): Promise<Emitted>;
  /** The same in a folder that is there already. */
  at(root: string): Emitted;
  readonly folder: string;
  close(): Promise<void>;
}

const settings = ['[user]', 'name = Ada', 'email = ada@example.org', '[core]', 'autocrlf = false'];

/** Makes a repository by one version from these flags of create, and hands out copies of it to be upgraded by another. */
export async function openWorkshop(
  emitting: string,
  next: Pick<Program, 'bin'>,
  ...from: readonly string[]
): Promise<Workshop> {
  const folder = await mkdtemp(path.join(tmpdir(), 'create-backend-upgrade-'));
  const gitSettings = path.join(folder, 'gitconfig');
  await writeFile(gitSettings, `${settings.join('\n')}\n`);
  const environment = {
    ...developerEnvironment(),
    GIT_CONFIG_GLOBAL: gitSettings,
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const original = path.join(folder, 'original');
  await succeed({
    argv: ['node', emitting, original, ...from, '--yes', '--no-install', '--no-git'],
    cwd: folder,
    environment,
  });
  let copies = 0;
  const at = (root: string): Emitted => emitted(root, next, environment);
  return {
    folder,
    at,
    async repository(git = 'git') {
      const root = path.join(folder, `copy-${++copies}`);
      await cp(original, root, { recursive: true });
      const copy = at(root);
      if (git === 'git') {
        await copy.git('init', '--quiet', '--initial-branch=main');
        await copy.commit();
      }
      return copy;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function emitted(
  root: string,
  next: Pick<Program, 'bin'>,
  environment: Readonly<Record<string, string>>,
): Emitted {
  const place = (file: string): string => path.join(root, file);
  const git = async (...args: readonly string[]): Promise<string> =>
    (await succeed({ argv: ['git', ...args], cwd: root, environment })).stdout.trimEnd();
  const read = (file: string): Promise<string> => readFile(place(file), 'utf8');
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(place(file)), { recursive: true });
    await writeFile(place(file), text);
  };
  const upgrade = async (
    environment: Readonly<Record<string, string>>,
    args: readonly string[],
  ): Promise<Upgraded> => {
    const argv = ['node', next.bin, 'upgrade', '--json', ...args];
    return upgraded(await run({ argv, cwd: root, environment }));
  };
  return {
    root,
    git,
    read,
    write,
    look: (file) => read(file).catch(() => null),
    async edit(file, part, by) {
      const text = await read(file);
      expect(text).toContain(part);
      await write(file, text.replace(part, by));
    },
    remove: (file) => rm(place(file)),
    async commit() {
      await git('add', '--all');
      await git('commit', '--quiet', '--message', 'work');
    },
    upgrade: (...args) => upgrade(environment, ['--offline', ...args]),
    upgradeWith(registry, ...args) {
      const cache = path.join(path.dirname(root), 'npm-cache');
      const npm = { npm_config_registry: registry, npm_config_cache: cache };
      return upgrade({ ...environment, ...npm }, ['--verbose', ...args]);
    },
    async snapshot() {
      const files: Record<string, string> = {};
      for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
        const file = path.relative(root, path.join(entry.parentPath, entry.name));
        if (entry.isFile() && !/^\.git(\/|$)/.test(file)) files[file] = await read(file);
      }
      return files;
    },
  };
}

function upgraded(completed: Completed): Upgraded {
  const whole = asObject(parseJson(completed.stdout || 'null'), completed.stderr);
  const document = asObject(whole['result'] ?? whole['error']);
  const changes = asArray(document['changes'] ?? []).map((each) => asObject(each));
  return {
    ...completed,
    document,
    changes: Object.fromEntries(
      changes.map((each) => [asString(each['path']), asString(each['action'])]),
    ),
  };
}
