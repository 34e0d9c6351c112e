import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { emittedFormatter } from '../../src/formatting/formatter.ts';

const settings = fs.readFileSync('templates/typescript/dependencies/oxfmtrc.json', 'utf8');
const golden = path.resolve('test/golden/typescript/shop');

const files = fs
  .readdirSync(golden, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|mjs|json|ya?ml|md)$/.test(entry.name))
  .filter((entry) => !/lock/.test(entry.name))
  .map((entry) => path.relative(golden, path.join(entry.parentPath, entry.name)));

test(
  'Prettier, where oxfmt has no binary, writes every emitted file the same',
  { timeout: 120_000 },
  async () => {
    const format = await emittedFormatter(settings, () => Promise.reject(new Error('no binary')));
    for (const file of files) {
      const text = fs.readFileSync(path.join(golden, file), 'utf8');
      expect(await format(file, text), file).toBe(text);
    }
    expect(files.length).toBeGreaterThan(300);
  },
);

test('a text that does not parse is a bug that names its file', async () => {
  const format = await emittedFormatter(settings);
  await expect(format('src/a.ts', 'const = ;')).rejects.toThrow('src/a.ts');
});
