import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { arbitraryBlueprint } from '../property/arbitrary-blueprint.ts';
import { developerEnvironment, run } from '../support/command.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const presets = ['minimal', 'saas', 'high-throughput', 'regulated', 'service-per-team'];

/** Targets that switch on what the presets leave off. */
const targets = [
  { p99Ms: 50, throughputRps: 50, availability: 99 },
  { p99Ms: 2000, throughputRps: 5000, availability: 99.9 },
  { p99Ms: 700, throughputRps: 20_000, availability: 99.99 },
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'create-backend-compiles-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function emitted(name: string, flags: readonly string[]): Promise<string> {
  const out = path.join(folder, name);
  await succeeds(['node', inject('program'), 'render', ...flags, '--out', out], folder);
  await succeeds(['bun', 'install', '--frozen-lockfile'], out);
  return out;
}

async function succeeds(argv: readonly string[], cwd: string): Promise<void> {
  const completed = await run({
    argv,
    cwd,
    environment: developerEnvironment(),
    timeoutMs: 200_000,
  });
  expect(completed.code, `${argv.join(' ')}\n${completed.stdout}${completed.stderr}`).toBe(0);
}

async function isClean(repository: string): Promise<void> {
  await succeeds(['bunx', 'oxfmt', '--check'], repository);
  await succeeds(['bunx', 'oxlint'], repository);
  await succeeds(['bunx', 'tsc', '-b'], repository);
}

test.each(presets)(
  'preset %s is formatted, lint free and compiles',
  { timeout: 240_000 },
  async (preset) => {
    await isClean(await emitted(preset, ['--preset', preset]));
  },
);

test.each(targets.map((given, index) => [index, given] as const))(
  `a random blueprint is formatted, lint free and compiles (SEED=${seed}, %i)`,
  { timeout: 240_000 },
  async (index, given) => {
    const [raw] = fc.sample(arbitraryBlueprint(), { seed: seed + index, numRuns: 1 });
    const file = path.join(folder, `random-${index}.json`);
    await writeFile(file, JSON.stringify({ ...raw, targets: given }));
    await isClean(await emitted(`random-${index}`, ['--blueprint', file]));
  },
);
