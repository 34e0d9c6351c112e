import { spawn, type ChildProcess } from 'node:child_process';

import { limits } from './limits.ts';
import type { SourceWorld } from './world.ts';

export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** bytes of standard output; more ends the program */
  readonly maxOutput?: number;
}

export interface ProgramEnd {
  /** null: it was ended, by a signal or by us */
  readonly code: number | null;
  readonly output: Buffer;
  readonly complaint: string;
  readonly why: 'ended' | 'missing' | 'too-slow' | 'too-much';
}

/** Runs a program to its end, within the patience and the output it is given; it is never asked anything. */
export function runProgram(call: ProgramCall, world: SourceWorld): Promise<ProgramEnd> {
  const { maxOutput = 64 * 1024 * 1024 } = call;
  return new Promise((resolve) => {
    let why: ProgramEnd['why'] = 'ended';
    const output: Buffer[] = [];
    let bytes = 0;
    let complaint = '';
    const onWindows = process.platform === 'win32';
    // npm is a script there, run by a shell; its arguments were checked, and have no quotes.
    const shell = onWindows && call.program === 'npm';
    const child = spawn(call.program, shell ? call.args.map((each) => `"${each}"`) : call.args, {
      cwd: call.cwd,
      env: { ...call.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own: without a terminal nobody can be asked, and what it starts ends with it.
      detached: !onWindows,
      shell,
    });
    const stop = (reason: ProgramEnd['why']): void => {
      why = reason;
      end(child);
    };
    const timer = setTimeout(() => stop('too-slow'), limits.patience);
    const interrupt = (): void => stop('ended');
    world.signal.addEventListener('abort', interrupt, { once: true });
    if (world.signal.aborted) interrupt();
    const settle = (code: number | null): void => {
      clearTimeout(timer);
      world.signal.removeEventListener('abort', interrupt);
      resolve({ code, output: Buffer.concat(output), complaint, why });
    };
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxOutput) stop('too-much');
      else output.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 20_000) complaint += chunk.toString('utf8');
    });
    child.on('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') why = 'missing';
      complaint += error.message;
      if (child.pid === undefined) settle(null);
    });
    child.on('close', settle);
    child.stdin.on('error', () => {});
    child.stdin.end(call.input ?? '');
  });
}

function end(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
