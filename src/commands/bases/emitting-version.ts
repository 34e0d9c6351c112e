import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { err, ok, type Result, type World } from '../command.ts';
import { isOwnVersion } from '../own-versions.ts';
import type { BaseSource } from './find-bases.ts';
import { folderOf } from './folder.ts';

export interface Emitting {
  /** as the lock says; nothing of it is believed before it was checked here */
  readonly version: string;
  /** a blueprint in YAML */
  readonly blueprint: string;
  /** milliseconds until it is given up */
  readonly timeLimit?: number;
}

const threeMinutes = 180_000;

/**
 * Renders the blueprint by the version that emitted the repository, which npm brings. It runs
 * outside the repository, without the install scripts of any package.
 */
export function emittingVersion(emitting: Emitting, world: World): BaseSource {
  return {
    async find(wanted) {
      const folder = await mkdtemp(path.join(tmpdir(), 'create-backend-base-'));
      try {
        const rendered = await renderThere(folder, emitting, world);
        if (!rendered.ok) return { texts: new Map(), problem: rendered.error };
        const found = await folderOf(path.join(folder, 'out')).find(wanted);
        return { ...found, problem: null };
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

async function renderThere(
  folder: string,
  { version, blueprint, timeLimit = threeMinutes }: Emitting,
  world: World,
): Promise<Result<void, string>> {
  if (!isOwnVersion(version)) {
    return err('The lock names no version of create-backend that npm could bring.');
  }
  await writeFile(path.join(folder, 'blueprint.yaml'), blueprint);
  const line = npmLine(version);
  world.progress(`Running ${line.join(' ')} (its files are compared with the lock)`);
  const ended = await run(line, folder, timeLimit, world);
  if (ended.kind === 'ended' && ended.code === 0) return ok(undefined);
  return err(describe(ended, version, timeLimit));
}

function npmLine(version: string): readonly [string, ...string[]] {
  return [
    'npm',
    'exec',
    '--yes',
    '--ignore-scripts',
    '--package',
    `create-backend@${version}`,
    '--',
    'create-backend',
    'render',
    '--blueprint',
    'blueprint.yaml',
    '--out',
    'out',
  ];
}

type Ended =
  | { readonly kind: 'ended'; readonly code: number | null; readonly said: string }
  | { readonly kind: 'missing' | 'too-long' | 'cancelled' };

function run(
  [program, ...args]: readonly [string, ...string[]],
  cwd: string,
  timeLimit: number,
  { environment, signal }: World,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      // npm is a script there; every argument is a word of ours or a checked version.
      shell: process.platform === 'win32',
      // A group of its own, so that what npm starts ends with it.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
      env: { ...environment, ...quiet },
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
    let stopped: 'too-long' | 'cancelled' | null = null;
    const stop = (why: 'too-long' | 'cancelled') => (): void => {
      stopped = why;
      end(child);
    };
    const cancel = stop('cancelled');
    const timer = setTimeout(stop('too-long'), timeLimit);
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    const settle = (ended: Ended): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      resolve(stopped === null ? ended : { kind: stopped });
    };
    child.on('error', () => settle({ kind: 'missing' }));
    child.on('close', (code) => settle({ kind: 'ended', code, said }));
  });
}

/** Quick to give up on a registry that does not answer, and deaf to an npm that may have started us. */
const quiet = {
  npm_config_call: undefined,
  npm_config_workspace: undefined,
  npm_config_workspaces: undefined,
  npm_config_fetch_retries: '1',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  npm_config_loglevel: 'error',
  CI: 'true',
};

function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function describe(ended: Ended, version: string, timeLimit: number): string {
  const what = `create-backend ${version} could not be run from npm`;
  switch (ended.kind) {
    case 'missing':
      return `${what}: npm is not installed.`;
    case 'too-long':
      return `${what}: it took longer than ${timeLimit / 1000} s.`;
    case 'cancelled':
      return `${what}: cancelled.`;
    case 'ended':
      return `${what}: ${lastWords(ended.said) || `npm ended with ${ended.code}`}.`;
  }
}

/** npm's own summary, without its prefixes and where it keeps its logs. */
function lastWords(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trim())
    .filter((line) => line !== '' && !/complete log of this run|^A complete log/i.test(line));
  return lines.slice(0, 3).join(' ').slice(0, 300).replace(/\.$/, '');
}
