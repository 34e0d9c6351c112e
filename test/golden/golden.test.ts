import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Path → text of every file below a folder. */
function texts(folder: string): Map<string, string> {
  return new Map(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file).split(path.sep).join('/'), fs.readFileSync(file, 'utf8')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

test.each(['typescript'])('preset shop in %s is what test/golden shows (npm run golden rewrites it)', (stack) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'golden-'));
  try {
    const out = path.join(folder, 'shop');
    const flags = ['render', '--preset', 'shop', '--set', `stack=${stack}`, '--out', out];
    const result = spawnSync('node', ['bin/create-backend.js', ...flags], { encoding: 'utf8' });
    expect(result.stderr.replace(/^.*Rendering.*$/gm, '')).not.toMatch(/error/i);
    expect(result.status).toBe(0);

    const golden = texts(path.resolve('test/golden', stack, 'shop'));
    const emitted = texts(out);
    expect([...emitted.keys()]).toEqual([...golden.keys()]);
    for (const [file, text] of emitted) expect(text, file).toBe(golden.get(file));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
