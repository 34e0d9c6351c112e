import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

import { bareEnvironment, developerEnvironment, run } from '../support/command.ts';
import { blocksOf, read, root, type Block } from '../support/documentation.ts';

// Recipes are what people copy: their commands run here as they stand, their edits are made, and what
// they show as printed has to be printed.
//   ```sh                what to run; `# exit 4` at the end of a line is the exit code to expect
//   ```sh skip           what cannot be run here
//   ```diff <file>       what to change in a file
//   ```sql <file>        a file to write (or yaml)
//   ```text              lines that the commands so far have printed
const recipes = [
  'add-a-module',
  'rename-a-field',
  'resolve-a-conflict',
  'two-branches',
  'ci',
  'own-presets',
];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each(recipes)('the recipe %s', (recipe) => {
  test('does what it says', async () => {
    const reader = await newReader();
    for (const block of blocksOf(read(`docs/recipes/${recipe}.md`))) await reader.follow(block);
    expect(reader.blocks).toBeGreaterThan(1);
  }, 600_000);
});

// Transcripts that need no repository: what is printed is what the page shows.
test.each(['creating', 'presets'])('the page %s shows what is printed', async (page) => {
  const reader = await newReader();
  await reader.follow({ language: 'yaml', rest: 'backend.yaml', text: misspelt });
  const transcripts = blocksOf(read(`docs/${page}.md`)).filter(
    ({ language }) => language === 'console',
  );
  expect(transcripts.length).toBeGreaterThan(0);
  for (const { text } of transcripts) {
    const [command = '', ...printed] = text.split('\n');
    await reader.follow({ language: 'sh', rest: '', text: `${command.slice(2)} || true` });
    await reader.follow({ language: 'text', rest: '', text: printed.join('\n') });
  }
});

const misspelt = `schema: 1
name: shop
contexts:
  - name: ordering
    aggregates:
      - name: Order
        fields:
          - { name: total, type: moeny }
`;

test('a line that is not printed is found', async () => {
  const reader = await newReader();
  await reader.follow({ language: 'sh', rest: '', text: 'echo this\n' });
  await expect(reader.follow({ language: 'text', rest: '', text: 'that\n' })).rejects.toThrow(
    'that',
  );
  await expect(reader.follow({ language: 'sh', rest: '', text: 'false\n' })).rejects.toThrow();
});

test('the reference says what the program says', async () => {
  const { code, stderr } = await run({
    argv: ['node', 'scripts/reference.mjs', '--check'],
    cwd: root,
    environment: bareEnvironment(),
  });
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

/** Somebody who follows a page in an empty folder of their own. */
async function newReader() {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'create-backend-docs-')));
  folders.push(home);
  const programs = path.join(home, '.programs');
  await mkdir(programs);
  await writeFile(
    path.join(programs, 'create-backend'),
    `#!/bin/sh\nexec node '${inject('program')}' "$@"\n`,
    { mode: 0o755 },
  );
  const environment = readersEnvironment(home, programs);
  let folder = home;
  let printed = '';
  let blocks = 0;

  async function runBlock(text: string): Promise<void> {
    const where = path.join(home, '.where');
    const script = ['set -euo pipefail', scriptOf(text), `pwd > '${where}'`].join('\n');
    const { code, stdout, stderr } = await run({
      argv: ['bash', '-c', script],
      cwd: folder,
      environment,
    });
    printed += stdout + stderr;
    expect(code, `${text}\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`).toBe(0);
    folder = (await readFile(where, 'utf8')).trim();
    blocks += 1;
  }

  async function change(file: string, text: string): Promise<void> {
    const content = await readFile(path.join(folder, file), 'utf8');
    const side = (sign: string): string =>
      text
        .split('\n')
        .filter((line) => line.startsWith(sign))
        .map((line) => line.slice(1))
        .join('\n');
    expect(content).toContain(side('-'));
    await writeFile(
      path.join(folder, file),
      content.replace(side('-'), () => side('+')),
    );
  }

  return {
    get blocks() {
      return blocks;
    },
    async follow({ language, rest, text }: Block): Promise<void> {
      if (rest === 'skip') return;
      if (language === 'sh') await runBlock(text);
      else if (language === 'text') {
        const lines = withoutCounts(printed).split('\n');
        for (const line of text.split('\n')) {
          if (line.trim() !== '' && line.trim() !== '…')
            expect(lines, printed).toContain(withoutCounts(line));
        }
      } else if (language === 'diff') await change(rest, text);
      else if (rest !== '') {
        await mkdir(path.join(folder, path.dirname(rest)), { recursive: true });
        await writeFile(path.join(folder, rest), text);
      }
    },
  };
}

/** How many files there are changes with every template, and is no news to a reader. */
function withoutCounts(text: string): string {
  return text.replaceAll(/\d+(?= (?:files?|updated|unchanged|edited|already so)\b)/g, 'n');
}

/** A line that ends in `# exit 4` has to end with that code; any other with 0. */
function scriptOf(text: string): string {
  return text.replaceAll(
    /^(.*?) +# exit (\d+)$/gm,
    (_, command: string, code: string) =>
      `ended=0; ${command} || ended=$?; [ "$ended" = ${code} ] || { echo "ended with $ended"; exit 1; }`,
  );
}

function readersEnvironment(home: string, programs: string): Record<string, string> {
  const environment = developerEnvironment();
  return {
    ...environment,
    PATH: `${programs}${path.delimiter}${environment['PATH'] ?? ''}`,
    XDG_CACHE_HOME: environment['XDG_CACHE_HOME'] ?? path.join(home, '.cache'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Reader',
    GIT_AUTHOR_EMAIL: 'reader@example.com',
    GIT_COMMITTER_NAME: 'Reader',
    GIT_COMMITTER_EMAIL: 'reader@example.com',
  };
}
