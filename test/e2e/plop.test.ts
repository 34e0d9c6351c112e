import fs from 'node:fs';
import path from 'node:path';
import { expect, inject, test } from 'vitest';

import { commitAll, git, scratchFolder, writeFiles } from '../support/scratch.ts';
import { developerEnvironment, succeed } from '../support/command.ts';
import { spawnSync } from 'node:child_process';

const root = path.resolve(import.meta.dirname, '../..');
const document = fs.readFileSync(path.join(root, 'docs/extending.md'), 'utf8');
const plop = path.join(root, 'node_modules/plop/bin/plop.js');

/** The block of a language in the document. */
function block(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'm').exec(document)?.[1];
  if (found === undefined) throw new Error(`docs/extending.md shows no ${language}.`);
  return found;
}

/** A repository with the plopfile and the list of the document. */
async function documentedRepository(): Promise<string> {
  const folder = path.join(scratchFolder(), 'shop');
  const flags = ['--preset', 'minimal', '--yes', '--no-install', '--no-git'];
  await succeed({
    argv: [process.execPath, inject('program'), folder, ...flags],
    cwd: path.dirname(folder),
    environment: developerEnvironment(),
  });
  writeFiles(folder, {
    'plopfile.mjs': block('js'),
    'mkdocs.yml': block('yaml'),
  });
  commitAll(folder);
  return folder;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(cwd: string, ...argv: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd,
    encoding: 'utf8',
    env: { ...developerEnvironment(), CI: '1', NO_COLOR: '1' },
  });
  return { code: status, stdout, stderr };
}

const billing = [
  'module',
  'billing',
  '--aggregate',
  'Invoice(number:string, total:money, note:text?)',
  '--owner',
  '@acme/billing',
  '--yes',
  '--no-install',
];

test('the documented plopfile: a dry run prints its files, the run writes them', async () => {
  const folder = await documentedRepository();
  const read = (file: string): string => fs.readFileSync(path.join(folder, file), 'utf8');
  const module = (...flags: readonly string[]): Ended =>
    run(folder, inject('program'), ...billing, ...flags);

  const planned = module('--dry-run', '--json');
  expect(planned.code, planned.stdout + planned.stderr).toBe(0);
  expect(git(folder, 'status', '--porcelain')).toBe('');
  const without = JSON.parse(module('--dry-run', '--json', '--no-plop').stdout).result;
  const { changes } = JSON.parse(planned.stdout).result;
  expect(changes).toHaveLength(without.changes.length + 2);
  expect(changes).toContainEqual({
    action: 'create',
    path: 'docs/runbooks/billing.md',
    owner: 'team',
  });

  const added = module();
  expect(added.code, added.stderr).toBe(0);
  expect(added.stderr).toContain('Running module:runbook of plopfile.mjs');
  expect(added.stdout).toContain('docs/runbooks/billing.md');
  expect(read('docs/runbooks/billing.md')).toBe(`# When billing is in trouble

Call @acme/billing. It runs in api.

## Invoice

Its rows are in \`billing.invoices\`.

| field  | type                 |
| ------ | -------------------- |
| number | string               |
| total  | money                |
| note   | text, may be missing |

## Events

- \`billing.invoice-created.v1\`
- \`billing.invoice-changed.v1\`
- \`billing.invoice-removed.v1\`
`);
  expect(read('mkdocs.yml')).toBe(
    'site_name: Handbook\nnav:\n  - When billing is in trouble: runbooks/billing.md\n  - Start: README.md\n',
  );
  expect(read('docs/contexts/billing.md')).toMatch(
    /^# .*\n\nIn trouble: \[the runbook\]\(\.\.\/runbooks\/billing\.md\)\.\n/,
  );
  // The repository's own format check, which is part of its `check`.
  const settings = run(folder, path.join(root, 'node_modules/oxfmt/bin/oxfmt'), '--check');
  expect(settings.code, settings.stdout + settings.stderr).toBe(0);
  commitAll(folder);
  const status = JSON.parse(run(folder, inject('program'), 'status', '--json').stdout);
  expect(JSON.stringify(status)).not.toContain('runbooks');

  const removed = run(folder, inject('program'), 'module', 'remove', 'billing', '--allow-dirty');
  expect(removed.stderr).not.toContain('Running');
  expect(fs.existsSync(path.join(folder, 'docs/runbooks/billing.md'))).toBe(true);
});

test('a failing action leaves nothing; --verbose tells where, --no-plop goes without', async () => {
  const folder = await documentedRepository();
  fs.writeFileSync(path.join(folder, 'mkdocs.yml'), 'site_name: Handbook\n');
  commitAll(folder);
  const failed = run(folder, inject('program'), ...billing);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('action 2 (append mkdocs.yml)');
  expect(failed.stderr).toContain('"nav:" matches nothing in mkdocs.yml');
  expect(failed.stderr).not.toContain('    at ');
  expect(git(folder, 'status', '--porcelain')).toBe('');
  expect(run(folder, inject('program'), ...billing, '--verbose').stderr).toContain('    at ');

  const own = `export default (plop) => {
    plop.setActionType('page', function pagesNobody() { throw new Error('no pager'); });
    plop.setGenerator('module:pager', { actions: [{ type: 'page' }] });
  };`;
  fs.writeFileSync(path.join(folder, 'plopfile.mjs'), own);
  commitAll(folder);
  const thrown = run(folder, inject('program'), ...billing, '--verbose').stderr;
  expect(thrown).toContain('failed at action 1 (page): no pager');
  expect(thrown).toContain('at pagesNobody');
  expect(run(folder, inject('program'), ...billing, '--no-plop').code).toBe(0);
});

test.each([
  ['ends the process', 'process.exit(0)'],
  ['waits for what never comes', 'await new Promise(() => {})'],
])('a plopfile that %s is no success', async (_, does) => {
  const folder = await documentedRepository();
  const text = `export default async () => { console.log('printed'); ${does}; };`;
  writeFiles(folder, { 'plopfile.mjs': text });
  commitAll(folder);
  const ended = run(folder, inject('program'), ...billing, '--json');
  expect(ended.code).not.toBe(0);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toContain('plopfile.mjs ended the program');
  expect(git(folder, 'status', '--porcelain')).toBe('');
});

test('plain plop loads the pack: a module, an aggregate in a new migration, helpers', async () => {
  const folder = await documentedRepository();
  fs.mkdirSync(path.join(folder, 'node_modules'));
  const installed = path.dirname(path.dirname(inject('program')));
  fs.symlinkSync(installed, path.join(folder, 'node_modules/create-backend'), 'dir');
  const read = (file: string): string => fs.readFileSync(path.join(folder, file), 'utf8');

  const module = run(folder, plop, 'module', 'billing', 'Invoice(number:string)', '', '', '');
  expect(module.code, module.stdout + module.stderr).toBe(0);
  expect(module.stdout + module.stderr).toContain('++ contexts/billing/package.json');
  expect(read('backend.yaml')).toContain('- name: billing');
  expect(read('docs/runbooks/billing.md'), 'its own plopfile is heeded').toContain('billing');
  commitAll(folder);
  const migrations = (): readonly string[] =>
    fs.readdirSync(path.join(folder, 'contexts/billing/migrations')).sort();
  const [first = ''] = migrations();
  const before = read(`contexts/billing/migrations/${first}`);

  const aggregate = run(
    folder,
    plop,
    'aggregate',
    'billing',
    'Reminder(sentAt:timestamp)',
    'Reminder.send: open -> sent',
  );
  expect(aggregate.code, aggregate.stdout + aggregate.stderr).toBe(0);
  expect(read('backend.yaml')).toContain('name: Reminder');
  expect(read(`contexts/billing/migrations/${first}`)).toBe(before);
  const added = migrations().filter((file) => file !== first);
  expect(added).not.toEqual([]);
  expect(added.map((file) => read(`contexts/billing/migrations/${file}`)).join('')).toContain(
    'reminders',
  );

  commitAll(folder);
  const refused = run(folder, plop, 'aggregate', 'biling', 'Other(a:string)', '');
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toContain('“billing”');
  expect(git(folder, 'status', '--porcelain')).toBe('');
});

test('plain plop in a folder that is no repository has helpers and partials', () => {
  const folder = scratchFolder({
    'plopfile.mjs': `export default async (plop) => {
      await plop.load('create-backend');
      plop.setGenerator('names', { prompts: [], actions: [{ type: 'add', path: 'names.txt', template: "{{pascal 'line-item'}} {{snake 'lineItem'}} {{plural 'category'}} {{eventName 'Invoice' 'settle' 'settled'}} {{eventType 'billing' 'InvoiceSettled'}}{{#each things}}{{> aggregate-fields}}{{/each}}" }] });
    };`,
  });
  fs.mkdirSync(path.join(folder, 'node_modules'));
  const installed = path.dirname(path.dirname(inject('program')));
  fs.symlinkSync(installed, path.join(folder, 'node_modules/create-backend'), 'dir');
  const named = run(folder, plop, 'names');
  expect(named.code, named.stdout + named.stderr).toBe(0);
  expect(fs.readFileSync(path.join(folder, 'names.txt'), 'utf8')).toBe(
    'LineItem line_item categories InvoiceSettled billing.invoice-settled.v1',
  );
  const refused = run(folder, plop, 'module', 'billing', '', '', '', '');
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toContain('backend.lock.json');
});
