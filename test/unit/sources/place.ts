import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

import type { World } from '../../../src/commands/command.ts';

/** A folder of a test's own, and a world in which it is home, cache and all. */
export interface Place {
  readonly folder: string;
  readonly world: World & { readonly said: string[] };
  /** Writes files into the folder; their paths. */
  write(files: Readonly<Record<string, string>>): void;
  /** Every file below the folder's `cache`. */
  cached(): readonly string[];
}

export function place(environment: Readonly<Record<string, string>> = {}): Place {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-sources-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const said: string[] = [];
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), text);
    }
  };
  return {
    folder,
    world: {
      cwd: folder,
      environment: { ...calm(folder), ...environment },
      isTerminal: false,
      signal: new AbortController().signal,
      progress: (message) => void said.push(message),
      said,
    },
    write,
    cached: () => below(path.join(folder, 'cache')),
  };
}

/** Nothing of the machine's: its git and npm settings, its proxies, its home. */
function calm(folder: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    GIT_CONFIG_GLOBAL: path.join(folder, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    npm_config_cache: path.join(folder, 'npm-cache'),
    npm_config_userconfig: path.join(folder, '.npmrc'),
    npm_config_globalconfig: path.join(folder, 'npmrc-global'),
  };
}

export function below(folder: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** A real git repository with one commit. */
export interface Repository {
  readonly folder: string;
  readonly address: string;
  git(...args: readonly string[]): string;
  /** Writes the files, commits them; the commit. */
  commit(files: Readonly<Record<string, string>>): string;
}

export function repository(at: Place, name = 'acme/presets'): Repository {
  const folder = path.join(at.folder, 'hosted', name);
  fs.mkdirSync(folder, { recursive: true });
  const git = (...args: readonly string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', ...args],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, ...at.world.environment },
      },
    ).trim();
  git('init', '--quiet', '--initial-branch=main');
  return {
    folder,
    address: `git+file://${folder}`,
    git,
    commit(files) {
      for (const [file, text] of Object.entries(files)) {
        fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        fs.writeFileSync(path.join(folder, file), text);
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'Change');
      return git('rev-parse', 'HEAD');
    },
  };
}

export const acme = `preset: { title: Acme, description: What Acme starts from, extends: minimal }
team: { size: 4 }
`;
