import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseRaw } from '../../src/advisor/index.ts';
import { renderRepository } from '../../src/commands/rendered-repository.ts';
import { portablePathProblem } from '../../src/render/portable-path.ts';
import type { Tree } from '../../src/render/tree.ts';
import { arbitraryBlueprint } from './arbitrary-blueprint.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

async function rendered(raw: object): Promise<Tree> {
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.error.map((problem) => problem.message).join('\n'));
  const result = await renderRepository(parsed.value.blueprint, parsed.value.decisions);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.tree;
}

test(
  `every valid blueprint renders, parses and renders the same again (SEED=${seed})`,
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryBlueprint(), async (raw) => {
        const first = await rendered(raw);
        const second = await rendered(structuredClone(raw));
        expect([...second]).toEqual([...first]);
        for (const file of first.keys()) expect(portablePathProblem(file), file).toBeNull();
      }),
      { seed, numRuns: 40, endOnFailure: true },
    );
  },
);

test('clock, locale, time zone, umask and working directory do not show in the output', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'render-'));
  const program = path.resolve('bin/create-backend.js');
  const renderTo = (name: string, environment: NodeJS.ProcessEnv, umask: string) => {
    const out = path.join(folder, name);
    const command = `umask ${umask} && exec "${process.execPath}" "${program}" render --preset shop --out "${out}"`;
    execFileSync('sh', ['-c', command], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: 'pipe',
    });
    return execFileSync('sh', ['-c', 'find . -type f -print0 | sort -z | xargs -0 sha256sum'], {
      cwd: out,
      encoding: 'utf8',
    });
  };
  try {
    const here = renderTo('a', { TZ: 'UTC', LC_ALL: 'C' }, '022');
    const there = renderTo(
      'b',
      { TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
      '077',
    );
    expect(there).toBe(here);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
