import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { filesBelow, run, temporaryFolder, type Ended } from './cli/program.ts';

const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A person',
  GIT_AUTHOR_EMAIL: 'person@example.test',
  GIT_COMMITTER_NAME: 'A person',
  GIT_COMMITTER_EMAIL: 'person@example.test',
};
const billing = [
  'billing',
  '--aggregate',
  'Invoice(orderId:ref(ordering.Order)[immutable], total:money)',
  '--transition',
  'Invoice.settle: open -> settled',
  '--consume',
  'ordering.OrderPlaced -> create Invoice(orderId=id, total)',
  '--external',
  'tax.compute: POST /tax idempotent',
  '--yes',
  '--no-install',
];
const support = [
  'support',
  '--aggregate',
  'Ticket(subject:string, note:text?)',
  '--yes',
  '--no-install',
];

let folder = '';
const at = (...names: readonly string[]): string => path.join(folder, 'shop', ...names);
const read = (file: string): string => fs.readFileSync(at(file), 'utf8');
const edit = (file: string, change: (text: string) => string): void => {
  const before = read(file);
  const after = change(before);
  expect(after, `${file} is edited`).not.toBe(before);
  fs.writeFileSync(at(file), after);
};
const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: at(), encoding: 'utf8', env: { ...process.env, ...identity } });
const commit = (message: string): void => {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
};
const module = (...args: readonly string[]): Promise<Ended> =>
  run(['module', ...args], { cwd: at(), environment: identity });

async function created(name: string, ...flags: readonly string[]): Promise<void> {
  const ended = await run([name, ...flags, '--yes', '--no-install'], {
    cwd: folder,
    environment: identity,
  });
  expect(ended.code, ended.stderr).toBe(0);
}

let original = '';
beforeAll(async () => {
  folder = temporaryFolder();
  original = folder;
  await created('shop', '--preset', 'shop');
});
beforeEach(() => {
  folder = temporaryFolder();
  fs.cpSync(path.join(original, 'shop'), at(), { recursive: true });
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
afterAll(() => fs.rmSync(original, { recursive: true, force: true }));

describe('a module added to a repository that people work in', { timeout: 180_000 }, () => {
  test('every edit stays: files changed, added, renamed and deleted', async () => {
    const edits: readonly (readonly [string, string, string])[] = [
      [
        'apps/api/src/contexts.ts',
        'export function createModules',
        "import { audited } from './audited.ts';\n\nexport function createModules",
      ],
      [
        'apps/api/src/contexts.ts',
        'createCatalogModule(dependencies)',
        'audited(createCatalogModule(dependencies))',
      ],
      [
        'apps/api/package.json',
        '"dependencies": {',
        '"scripts": { "console": "bun src/console.ts" },\n  "dependencies": {\n    "@acme/tracing": "1.2.3",',
      ],
      ['package.json', '"scripts": {', '"scripts": {\n    "seed": "bun scripts/seed.ts",'],
      ['README.md', '# shop\n', '# shop\n\nAsk #team-shop for access.\n'],
      ['README.md', '## Verbs\n', '## Where we run it\n\nIn Frankfurt.\n\n## Verbs\n'],
      ['compose.yaml', 'services:\n', 'services:\n  mailpit:\n    image: axllent/mailpit:v1.27\n'],
      [
        'backend.yaml',
        '# The bounded contexts. They meet in events only.',
        '# Ours; ask the architects before adding one.',
      ],
      [
        '.github/CODEOWNERS',
        '/contexts/catalog/ @acme/catalog',
        '/contexts/catalog/ @acme/catalog @acme/search',
      ],
      [
        'contexts/ordering/src/domain/order/order.ts',
        'export class Order',
        '// Orders are binding from here on.\nexport class Order',
      ],
    ];
    for (const [file, from, to] of edits) edit(file, (text) => text.replace(from, to));
    fs.writeFileSync(
      at('apps/api/src/audited.ts'),
      'export const audited = <T>(module: T): T => module;\n',
    );
    fs.rmSync(at('docs/checklist.md'));
    fs.rmSync(at('docs/contexts/payments.md'));
    git('mv', 'docs/architecture.md', 'docs/design.md');
    commit('Work for months');

    const ended = await module(...billing, '--json');
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    const { result } = JSON.parse(ended.stdout);
    expect(result.conflicts).toEqual([]);
    for (const [file, , to] of edits) {
      for (const line of to.split('\n').map((each) => each.trim().replace(/,$/, '')))
        expect(read(file), `${file} keeps ${line}`).toContain(line);
    }
    expect(read('apps/api/src/contexts.ts')).toContain('createBillingModule(dependencies)');
    expect(read('apps/api/package.json')).toContain('"@contexts/billing": "workspace:*"');
    expect(read('backend.yaml')).toContain('- name: billing');
    expect(read('README.md')).toContain('[billing](docs/contexts/billing.md)');
    expect(fs.existsSync(at('docs/checklist.md'))).toBe(false);
    expect(fs.existsSync(at('docs/contexts/payments.md'))).toBe(false);
    expect(fs.existsSync(at('docs/architecture.md'))).toBe(false);
    expect(read('docs/design.md')).toContain('billing');
    expect(result.notes.join('\n')).toContain('docs/checklist.md');
    expect(result.next).toContain('bun run setup');
  });

  test('edits of the same lines are a conflict: told, marked, staged for git, exit 5', async () => {
    edit('README.md', (text) => text.replace('3 bounded contexts,', 'Three contexts of ours,'));
    commit('Say it in our words');
    const ended = await module(...billing, '--json');
    expect(ended.code).toBe(5);
    const { ok, result } = JSON.parse(ended.stdout);
    expect(ok).toBe(true);
    expect(result.conflicts).toEqual([
      expect.objectContaining({ path: 'README.md', reason: 'both-changed' }),
    ]);
    expect(read('README.md')).toMatch(/^<{7} .*\n.*Three contexts of ours/m);
    expect(git('diff', '--name-only', '--diff-filter=U').trim()).toBe('README.md');
    expect(result.next.join('\n')).toMatch(/git mergetool/);
    const again = await module(...support);
    expect(again.code, 'nothing is added on top of a conflict').toBe(5);
  });

  test('two modules one after another, in either order, are what create makes of all three', async () => {
    expect((await module(...billing)).code).toBe(0);
    commit('Add billing');
    expect((await module(...support)).code).toBe(0);
    commit('Add support');
    const one = tree('shop');
    fs.rmSync(at(), { recursive: true });
    await created('shop', '--preset', 'shop');
    expect((await module(...support)).code).toBe(0);
    commit('Add support');
    expect((await module(...billing)).code).toBe(0);
    expect(tree('shop')).toEqual(one);

    fs.writeFileSync(path.join(folder, 'all.yaml'), one['backend.yaml'] ?? '');
    await created('whole', '--blueprint', path.join(folder, 'all.yaml'));
    expect(tree('whole')).toEqual(one);
  });

  test.each(['minimal', 'saas', 'high-throughput', 'regulated', 'service-per-team'])(
    'in the preset %s a module is what create makes of it too',
    async (preset) => {
      fs.rmSync(at(), { recursive: true });
      await created('shop', '--preset', preset);
      const ended = await module(
        'newsletter',
        '--aggregate',
        'Issue(title:string)',
        '--owner',
        '@acme/press',
        '--no-install',
      );
      expect(ended.code, ended.stderr).toBe(0);
      const added = tree('shop');
      const out = path.join(folder, 'rendered');
      const rendered = await run(['render', '--blueprint', at('backend.yaml'), '--out', out]);
      expect(rendered.code, rendered.stderr).toBe(0);
      expect(tree('rendered')).toEqual(added);
      if (preset === 'service-per-team')
        expect(ended.stdout).toContain('press is a new deployable');
    },
  );

  test('modules of two branches meet: one side of the lock, and the other module again', async () => {
    git('checkout', '--quiet', '-b', 'support');
    expect((await module(...support)).code).toBe(0);
    commit('Add support');
    git('checkout', '--quiet', 'main');
    expect((await module(...billing)).code).toBe(0);
    commit('Add billing');
    expect(() => git('merge', '--quiet', 'support')).toThrow();
    const lost = await module(...support);
    expect(lost.code).toBe(3);
    expect(lost.stderr).toContain('git restore --ours -- backend.lock.json backend.yaml');

    git(
      'checkout',
      '--ours',
      '--',
      ...git('diff', '--name-only', '--diff-filter=U').trim().split('\n'),
    );
    commit('Merge support');
    const again = await module(...support);
    expect(again.code, again.stderr).toBe(0);
    const met = tree('shop');
    fs.rmSync(at(), { recursive: true });
    fs.cpSync(path.join(original, 'shop'), at(), { recursive: true });
    expect((await module(...support)).code).toBe(0);
    commit('Add support');
    expect((await module(...billing)).code).toBe(0);
    expect(met).toEqual(tree('shop'));
  });

  test('a module that is added and removed leaves nothing behind', async () => {
    const before = tree('shop');
    expect((await module(...billing)).code).toBe(0);
    commit('Add billing');
    const removed = await module('remove', 'billing', '--yes', '--no-install');
    expect(removed.code, removed.stderr).toBe(0);
    expect(removed.stdout).toContain('DROP SCHEMA "billing" CASCADE');
    expect(tree('shop')).toEqual(before);
    expect(git('diff', '--stat', 'HEAD~1')).toBe('');
  });

  test('a removed module that people use elsewhere is named there', async () => {
    expect((await module(...billing)).code).toBe(0);
    fs.writeFileSync(
      at('apps/api/src/report.ts'),
      "import { billingMigrations } from '@contexts/billing';\nexport const count = billingMigrations;\n",
    );
    commit('Add billing, and use it');
    const removed = await module('remove', 'billing', '--no-install');
    expect(removed.code, removed.stderr).toBe(0);
    expect(removed.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'apps/api/src/report.ts still uses @contexts/billing, which is gone: take it out there by hand.',
    );
  });

  test('what somebody wrote into a module is kept when it is removed', async () => {
    expect((await module(...support)).code).toBe(0);
    edit('contexts/support/src/domain/ticket/ticket.ts', (text) => `// Rules of ours.\n${text}`);
    fs.writeFileSync(
      at('contexts/support/src/domain/ticket/priority.ts'),
      'export const high = 1;\n',
    );
    commit('Add support, and rules of ours');
    const removed = await module('remove', 'support', '--no-install', '--json');
    expect(removed.code).toBe(5);
    const { result } = JSON.parse(removed.stdout);
    expect(result.conflicts).toEqual([
      expect.objectContaining({
        path: 'contexts/support/src/domain/ticket/ticket.ts',
        reason: 'changed-and-deleted',
      }),
    ]);
    expect(result.notes).toContain(
      'contexts/support/src/domain/ticket/priority.ts did not come from create-backend, and stays.',
    );
    expect(read('contexts/support/src/domain/ticket/ticket.ts')).toContain('Rules of ours');
    expect(fs.existsSync(at('contexts/support/src/domain/ticket/priority.ts'))).toBe(true);
    expect(fs.existsSync(at('contexts/support/package.json'))).toBe(false);
  });

  test('where a preset came from stays in the lock', async () => {
    const preset = {
      source: 'npm:@acme/presets@1.2.3/shop',
      version: '1.2.3',
      sha256: 'a'.repeat(64),
    };
    edit('backend.lock.json', (text) => {
      const { files, ...head } = JSON.parse(text);
      return `${JSON.stringify({ ...head, sources: { preset }, files }, null, 2)}\n`;
    });
    commit('Come from elsewhere');
    const ended = await module(...support);
    expect(ended.code, ended.stderr).toBe(0);
    expect(JSON.parse(read('backend.lock.json')).sources).toEqual({ preset });
  });

  test('a dry run writes nothing, and tells what the run then does', async () => {
    const before = filesBelow(at());
    const planned = JSON.parse((await module(...billing, '--dry-run', '--json')).stdout);
    expect(filesBelow(at())).toEqual(before);
    const done = JSON.parse((await module(...billing, '--json')).stdout);
    expect(done.result.changes).toEqual(planned.result.changes);
    expect(done.result.changes.length).toBeGreaterThan(50);
  });
});

describe('what module refuses', { timeout: 180_000 }, () => {
  test.each([
    [['ordering', '--yes'], 2, 'duplicate', 'There is a context “ordering” already', '/name'],
    [['class', '--yes'], 2, 'reserved-name', 'class', '/name'],
    [['Billing', '--yes'], 2, 'invalid-name', 'billing', '/name'],
    [['billing'], 2, 'missing-answer', '--aggregate', null],
    [[], 2, 'missing-answer', '<name>', null],
    [
      ['billing', '--aggregate', 'Invoice(total:moeny)'],
      2,
      'invalid-field-type',
      'money',
      '/aggregates/0/fields/0/type',
    ],
    [
      ['billing', '--consume', 'ordering.OrderPlased -> project Known(total)'],
      2,
      'unknown-reference',
      'OrderPlaced',
      '/consumes/0/event',
    ],
    [['billing', '--consume', 'nothing'], 2, 'invalid-value', '--consume', null],
    [['billing', '--transition', 'Invoice.pay: a -> b'], 2, 'invalid-value', 'Invoice', null],
    [['billing', '--deployable', 'Main', '--yes'], 2, 'invalid-name', '--deployable', null],
    [['remove', 'nothing'], 2, 'unknown-module', 'nothing', null],
    [['remove', 'catalog'], 3, 'still-consumed', 'catalog.ProductPublished', null],
  ] as const)('module %j', async (args, code, error, says, pointer) => {
    const before = filesBelow(at());
    const ended = await module(...args, '--json');
    const document = JSON.parse(ended.stdout);
    expect(document.error).toMatchObject({ code: error, pointer });
    expect(`${document.error.message} ${document.error.hint}`).toContain(says);
    expect(ended.code).toBe(code);
    expect(filesBelow(at())).toEqual(before);
  });

  test('files that are not committed, unless they may be', async () => {
    edit('README.md', (text) => `${text}\nMine.\n`);
    const ended = await module(...support, '--json');
    expect(JSON.parse(ended.stdout).error).toMatchObject({ code: 'dirty-tree' });
    expect(ended.code).toBe(3);
    // What is wrong with the command is told first.
    expect((await module('ordering', '--yes')).code).toBe(2);
    expect((await module('remove', 'catalog')).stderr).toContain('rest');
    expect((await module(...support, '--allow-dirty')).code).toBe(0);
    expect(read('README.md')).toContain('Mine.');
  });

  test('a folder that is no repository of ours', async () => {
    const ended = await run(['module', ...support], { cwd: folder, environment: identity });
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('backend.lock.json');
  });
});

describe('where a context comes from', { timeout: 180_000 }, () => {
  const context =
    'name: billing\naggregates:\n  - name: Invoice\n    fields: [{ name: total, type: money }]\n';

  test('a file, standard input and flags make the same', async () => {
    fs.writeFileSync(path.join(folder, 'billing.yaml'), context);
    const answers = [
      await module('billing', '--from', '../billing.yaml', '--dry-run', '--json'),
      await run(['module', 'billing', '--from', '-', '--dry-run', '--json'], {
        cwd: at(),
        input: context,
      }),
      await module('billing', '--aggregate', 'Invoice(total:money)', '--dry-run', '--json'),
      await module('--from', '../billing.yaml', '--dry-run', '--json'),
    ];
    const [first, ...others] = answers.map(({ stdout }) => JSON.parse(stdout).result.changes);
    expect(first.length).toBeGreaterThan(50);
    for (const changes of others) expect(changes).toEqual(first);
  });

  test('a problem of the file is told by its line', async () => {
    fs.writeFileSync(path.join(folder, 'billing.yaml'), context.replace('money', 'moeny'));
    const ended = await module('billing', '--from', '../billing.yaml');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('billing.yaml:4:');
  });

  test('flags lie over the file, and --set over both', async () => {
    fs.writeFileSync(path.join(folder, 'billing.yaml'), context);
    const ended = await module(
      'billing',
      '--from',
      '../billing.yaml',
      '--owner',
      '@acme/billing',
      '--aggregate',
      'Reminder(sentAt:timestamp)',
      '--set',
      'aggregates.Invoice.plural=bills',
      '--description',
      'What customers owe.',
      '--no-install',
    );
    expect(ended.code, ended.stderr).toBe(0);
    const text = read('backend.yaml');
    for (const line of [
      "owner: '@acme/billing'",
      'name: Reminder',
      'plural: bills',
      'description: What customers owe.',
    ])
      expect(text).toContain(line);
  });
});

describe('a repository of two deployables', { timeout: 180_000 }, () => {
  beforeEach(async () => {
    fs.rmSync(at(), { recursive: true });
    await created(
      'shop',
      '--context',
      'orders',
      '--context',
      'stock',
      '--aggregate',
      'orders/Order(total:money)',
      '--aggregate',
      'stock/Item(code:string)',
      '--set',
      'deployables=[{ name: front, contexts: [orders] }, { name: back, contexts: [stock] }]',
    );
  });

  test('asks for the deployable by the name of its flag', async () => {
    const ended = await module(...support, '--json');
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout).error).toMatchObject({ code: 'missing-answer' });
    expect(JSON.parse(ended.stdout).error.hint).toContain('--deployable');
  });

  test('takes one there is, or makes a new one', async () => {
    expect((await module(...support, '--deployable', 'back')).code).toBe(0);
    expect(read('apps/back/src/contexts.ts')).toContain('createSupportModule');
    expect(read('apps/front/src/contexts.ts')).not.toContain('Support');
    commit('Add support');
    const other = await module(
      'mail',
      '--aggregate',
      'Letter(to:email)',
      '--deployable',
      'sender',
      '--no-install',
    );
    expect(other.code, other.stderr).toBe(0);
    expect(other.stdout).toContain('sender is a new deployable');
    expect(read('apps/sender/src/contexts.ts')).toContain('createMailModule');
    const listed = JSON.parse((await module('list', '--json')).stdout).result.modules;
    expect(
      listed.map(
        ({ name, deployable }: { name: string; deployable: string }) => `${name} ${deployable}`,
      ),
    ).toEqual(['mail sender', 'orders front', 'stock back', 'support back']);
    commit('Add mail');
    const removed = await module('remove', 'mail', '--no-install');
    expect(removed.stdout).toContain('sender hosts nothing any more');
    expect(fs.existsSync(at('apps/sender/package.json'))).toBe(false);
  });
});

/** The files of a repository, without what git keeps of it. */
function tree(name: string): Record<string, string> {
  const files = filesBelow(path.join(folder, name));
  return Object.fromEntries(Object.entries(files).filter(([file]) => !file.startsWith('.git/')));
}
