import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';

/** How a process ended that applied a plan or recovered. */
export interface Ended {
  /** null: it was killed */
  readonly code: number | null;
  /** What it said at its end; null: it was killed before. */
  readonly told: Told | null;
  /** milliseconds from its beginning to apply until its end */
  readonly duration: number;
}

interface Told {
  readonly operations: number;
  readonly result: {
    readonly ok: boolean;
    readonly value?: string;
    readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
  };
}

export interface Start {
  readonly task: 'apply' | 'recover';
  readonly root: string;
  /** the operation at which it kills itself */
  readonly dieAt?: number;
  /** milliseconds after its beginning to apply until it gets a signal */
  readonly signalAfter?: readonly [NodeJS.Signals, number];
  /** as an ordinary user, where we are root */
  readonly asNobody?: boolean;
}

const entry = path.join(import.meta.dirname, 'entry.ts');
const isRoot = process.getuid?.() === 0;

/** Makes a program of the entry script; returns where it lies. */
export async function buildEntry(folder: string): Promise<string> {
  const outfile = path.join(folder, 'entry.mjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

export async function start(
  program: string,
  { task, root, dieAt = -1, signalAfter, asNobody = false }: Start,
): Promise<Ended> {
  const node = [process.execPath, program, task, root, String(dieAt)];
  const drop = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const [command = '', ...args] = asNobody && isRoot ? [...drop, ...node] : node;
  const child = spawn(command, args, {
    cwd: path.dirname(program),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HOME: path.dirname(program) },
  });
  let output = '';
  let began = 0;
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    output += String(chunk);
    if (began > 0 || !output.startsWith('begins')) return;
    began = performance.now();
    if (signalAfter === undefined) return;
    timer = setTimeout(() => child.kill(signalAfter[0]), signalAfter[1]);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  const last = output.split('\n').at(-2) ?? '';
  return {
    code,
    told: last.startsWith('{') ? (JSON.parse(last) as Told) : null,
    duration: performance.now() - began,
  };
}
