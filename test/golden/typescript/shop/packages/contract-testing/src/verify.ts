import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Collection } from './collection.ts';
import { pactsFolder } from './pact-file.ts';
import type { Service } from './service.ts';
import type { Task } from './verifier.ts';

/** Checks that a running service keeps every contract of its consumers. */
export async function verifyService(
  provider: string,
  { url, token }: Service,
  collections: readonly Collection[],
): Promise<void> {
  const pacts = await pactsOf('api', provider);
  await verify({ kind: 'service', provider, pacts, service: { url, token }, collections });
}

/**
 * Checks that a context publishes its events as the contexts that listen expect them.
 * `messages`: by type, how the context comes to tell one.
 */
export async function verifyEvents(
  provider: string,
  messages: Readonly<Record<string, () => object>>,
): Promise<void> {
  const pacts = await pactsOf('events', provider);
  const told = Object.entries(messages).map(([type, tell]) => [type, tell()]);
  await verify({ kind: 'events', provider, pacts, messages: Object.fromEntries(told) });
}

async function pactsOf(...segments: readonly string[]): Promise<readonly string[]> {
  const folder = join(pactsFolder, ...segments);
  return (await readdir(folder)).map((name) => join(folder, name));
}

/**
 * The verifier is native code that writes its report to standard output, and crashes where that
 * takes no more for a moment; so it runs apart and writes to a file.
 */
async function verify(task: Task): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pact-verification-'));
  try {
    const taskFile = join(folder, 'task.json');
    const report = Bun.file(join(folder, 'report.txt'));
    const errors = Bun.file(join(folder, 'errors.txt'));
    await writeFile(taskFile, JSON.stringify(task));
    const verification = Bun.spawn(['bun', join(import.meta.dir, 'verifier.ts'), taskFile], {
      env: { ...process.env, PACT_DO_NOT_TRACK: 'true' },
      stdout: report,
      stderr: errors,
    });
    if ((await verification.exited) === 0) return;
    const [, failures] = (await report.text()).split('\nFailures:\n');
    throw new Error(failures ?? (await errors.text()));
  } finally {
    await rm(folder, { recursive: true });
  }
}
