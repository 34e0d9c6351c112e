import { spawn } from 'node:child_process';

import type { World } from '../command.ts';

/** Milliseconds a program may take to say its version; a Docker that is far away takes for ever. */
const patience = 2500;

export type Answer =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'missing' | 'failed' | 'too-slow' };

/** What a program prints on standard output; it is ended when it takes too long. */
export function ask(command: readonly [string, ...string[]], world: World): Promise<Answer> {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: world.cwd,
      env: { ...world.environment, NO_UPDATE_NOTIFIER: '1', GIT_OPTIONAL_LOCKS: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      shell: process.platform === 'win32',
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (text.length < 10_000) text += chunk;
    });
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.unref();
      end({ kind: 'too-slow' });
    }, patience);
    child.on('error', () => end({ kind: 'missing' }));
    child.on('close', (code) =>
      end(code === 0 ? { kind: 'said', text: text.trim() } : { kind: 'failed' }),
    );
  });
}

/** The same for anything else that may take long; null: it took too long. */
export async function within<T>(work: Promise<T>): Promise<T | null> {
  const interruption = new AbortController();
  const limit = new Promise<null>((resolve) => {
    const timer = setTimeout(() => resolve(null), patience);
    interruption.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    interruption.abort();
  }
}

/** The first version in a text: `git version 2.39.5 (Apple Git-154)` → `2.39.5`. */
export function versionIn(text: string): string | null {
  return /\d+\.\d+(?:\.\d+)?(?:-[0-9A-Za-z.]+)?/.exec(text)?.[0] ?? null;
}
