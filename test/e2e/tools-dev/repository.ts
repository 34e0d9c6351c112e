import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import Handlebars from 'handlebars';

const templates = path.resolve(
  import.meta.dirname,
  '../../../templates/shared/repository/tools/dev',
);

export type Runtime = 'node' | 'bun';

export const runtimes: readonly Runtime[] =
  spawnSync('bun', ['--version']).status === 0 ? ['node', 'bun'] : ['node'];

export const isRoot = process.getuid?.() === 0;

export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly talk: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly finished: Promise<Finished>;
  /** Waits until standard output holds the text. */
  says(text: string): Promise<string>;
  /** The same for standard error. */
  mentions(text: string): Promise<string>;
}

/** A repository that holds nothing but `tools/dev`, as `create` would write it. */
export interface Repository {
  readonly folder: string;
  start(runtime: Runtime, args: readonly string[], options?: RunOptions): Started;
  run(runtime: Runtime, args: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Processes whose command line names this repository. */
  processes(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: User;
}

const config = {
  name: 'my-shop',
  audience: 'my-shop',
  scopes: ['catalog:read', 'catalog:write', 'ordering:read', 'ordering:write'],
  postgresImage: 'postgres:18',
  app: {
    prepare: [['sh', '-c', 'echo prepared']],
    processes: [
      {
        name: 'api',
        command: ['sh', '-c', 'echo api on $PORT $PUBLIC_URL; exec sleep 600'],
        tryPath: '/v1/catalog/products',
      },
      {
        name: 'jobs',
        command: ['sh', '-c', 'echo jobs on $PORT $PUBLIC_URL; exec sleep 600'],
        tryPath: '/v1/ordering/orders',
      },
    ],
  },
};

/** Where the packages of tools/dev were installed once, for all repositories of a test run. */
let installed: Promise<string> | null = null;

export async function makeRepository(
  options: { readonly empty?: boolean; readonly owner?: User; readonly mode?: number } = {},
): Promise<Repository> {
  const base = await realpath(await mkdtemp(path.join(tmpdir(), 'tools-dev-')));
  const folder = path.join(base, 'my-shop');
  await copyTemplate(folder);
  if (options.empty !== true) {
    installed ??= install();
    // Linked rather than copied, unless the files are about to change hands.
    const how = options.owner === undefined ? '-al' : '-a';
    spawnSync('cp', [how, await installed, path.join(folder, 'tools/dev/node_modules')]);
  }
  if (options.owner !== undefined)
    spawnSync('chown', ['-R', `${options.owner.uid}:${options.owner.gid}`, base]);
  await chmod(base, options.mode ?? 0o755);
  return repositoryAt(base, folder);
}

async function copyTemplate(folder: string): Promise<void> {
  const tool = path.join(folder, 'tools/dev');
  await mkdir(tool, { recursive: true });
  await cp(templates, tool, {
    recursive: true,
    filter: (source) => path.basename(source) !== 'node_modules',
  });
  await rename(path.join(tool, 'dot_gitignore'), path.join(tool, '.gitignore'));
  for (const file of await readdir(tool, { recursive: true })) {
    if (file.endsWith('.hbs')) await fill(path.join(tool, file));
  }
  await writeFile(path.join(tool, 'config.json'), JSON.stringify(config));
}

/** As create fills a template, for a repository without any feature. */
async function fill(file: string): Promise<void> {
  const text = Handlebars.compile(await readFile(file, 'utf8'), { noEscape: true })({
    features: { tenancy: false },
  });
  await writeFile(file.replace(/\.hbs$/, ''), text);
  await rm(file);
}

async function install(): Promise<string> {
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'tools-dev-packages-')), 'my-shop');
  await copyTemplate(folder);
  const done = spawnSync('node', [path.join(folder, 'tools/dev/main.mjs'), 'install'], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return path.join(folder, 'tools/dev/node_modules');
}

export async function removeInstalled(): Promise<void> {
  if (installed !== null)
    await rm(path.resolve(await installed, '../../../..'), { recursive: true, force: true });
  installed = null;
}

function repositoryAt(base: string, folder: string): Repository {
  const start = (runtime: Runtime, args: readonly string[], options: RunOptions = {}): Started =>
    follow(
      spawn(runtime, [path.join(folder, 'tools/dev/main.mjs'), ...args], {
        cwd: folder,
        env: { ...cleanEnvironment(), ...options.environment },
        ...options.user,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  return {
    folder,
    start,
    run: async (runtime, args, options) => await start(runtime, args, options).finished,
    processes: async () => await processesNaming(base),
    remove: async () => await rm(base, { recursive: true, force: true }),
  };
}

/** What the machine of the test happens to have set must not decide. */
function cleanEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (
      value !== undefined &&
      !/^(DATABASE_|MIGRATION_|OIDC_|PUBLIC_URL|PORT|DEV_|VITEST|NODE_OPTIONS)/.test(name)
    ) {
      environment[name] = value;
    }
  }
  return environment;
}

function follow(child: ChildProcess): Started {
  const heard = { out: '', talk: '' };
  const listeners = new Set<() => void>();
  const hear = (stream: keyof typeof heard) => (chunk: Buffer) => {
    heard[stream] += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', hear('out'));
  child.stderr?.on('data', hear('talk'));
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code) => {
      for (const listener of listeners) listener();
      resolve({ code, ...heard });
    });
  });
  const waitFor = async (stream: keyof typeof heard, text: string): Promise<string> =>
    await new Promise((resolve, reject) => {
      const look = (): void => {
        if (heard[stream].includes(text)) resolve(heard[stream]);
        else if (child.exitCode !== null)
          reject(new Error(`ended without saying "${text}": ${heard.out}${heard.talk}`));
      };
      listeners.add(look);
      look();
    });
  return {
    process: child,
    pid: child.pid ?? 0,
    finished,
    says: (text) => waitFor('out', text),
    mentions: (text) => waitFor('talk', text),
  };
}

export async function processesNaming(text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    if (Number(pid) === process.pid) continue;
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(text)) found.push(`${pid} ${line.replaceAll('\0', ' ')}`);
  }
  return found;
}

/** An ordinary user of this machine, for tests that run as root. */
export function ordinaryUser(): User | null {
  if (!isRoot || !existsSync('/proc')) return null;
  const uid = Number(spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout);
  const gid = Number(spawnSync('id', ['-g', 'nobody'], { encoding: 'utf8' }).stdout);
  return Number.isNaN(uid) || uid === 0 ? null : { uid, gid };
}

/** Waits for something to become true; fails after ten seconds. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
