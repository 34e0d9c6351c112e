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

/** The one known difference: whether a long union begins with a bar, each member on its own line. */
function apartFromUnions(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('= | ', '= ');
}

test(
  'Prettier, where oxfmt has no binary, writes what oxfmt writes',
  { timeout: 120_000 },
  async () => {
    const format = await emittedFormatter(settings, () => Promise.reject(new Error('no binary')));
    const different: string[] = [];
    for (const file of files) {
      const text = fs.readFileSync(path.join(golden, file), 'utf8');
      const formatted = await format(file, text);
      if (formatted !== text) different.push(file);
      expect(apartFromUnions(formatted), file).toBe(apartFromUnions(text));
    }
    expect(files.length).toBeGreaterThan(300);
    expect(different.length).toBeLessThan(5);
  },
);

test('a text that does not parse is a bug that names its file', async () => {
  const format = await emittedFormatter(settings);
  await expect(format('src/a.ts', 'const = ;')).rejects.toThrow('src/a.ts');
});
