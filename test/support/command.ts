import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child: nothing of ours leaks in. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface Completed {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What any program needs to run at all: where tools are, a home, a place for temporary files. */
export function bareEnvironment(): Record<string, string> {
  return environmentOf(['HOME', 'TMPDIR']);
}

/** All of our environment, for commands that install: proxies, certificates, registries. */
export function developerEnvironment(): Record<string, string> {
  return environmentOf(
    Object.keys(process.env).filter((name) => !/^(VITEST|NODE_ENV|CI)/.test(name)),
  );
}

function environmentOf(names: readonly string[]): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, PATH: toolsPath() };
}

/** PATH with the tools that npm brought (Bun among them) first. */
function toolsPath(): string {
  const local = path.resolve(import.meta.dirname, '../../node_modules/.bin');
  const inherited = process.env['PATH'] ?? '';
  return existsSync(local) ? `${local}${path.delimiter}${inherited}` : inherited;
}

export function launch({ argv, cwd, environment }: Command): ChildProcess {
  const [program, ...rest] = argv;
  if (program === undefined) throw new Error('an empty command');
  // A group of its own, so that whatever it started can be ended with it.
  return spawn(program, rest, {
    cwd,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a command to its end; a timeout ends its whole process group and rejects. */
export function run(command: Command): Promise<Completed> {
  return new Promise((resolve, reject) => {
    const child = launch(command);
    const output = { stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk) => (output.stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => (output.stderr += String(chunk)));
    const timer = setTimeout(() => {
      endGroup(child);
      reject(
        new Error(`${command.argv.join(' ')} took too long\n${output.stdout}\n${output.stderr}`),
      );
    }, command.timeoutMs ?? 300_000);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...output });
    });
  });
}

/** Runs a command that has to succeed, and shows what it printed where it does not. */
export async function succeed(command: Command): Promise<Completed> {
  const completed = await run(command);
  if (completed.code !== 0) {
    throw new Error(
      `${command.argv.join(' ')} in ${command.cwd} ended with ${completed.code}\n` +
        `${completed.stdout.slice(-6000)}\n${completed.stderr.slice(-6000)}`,
    );
  }
  return completed;
}

export function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
