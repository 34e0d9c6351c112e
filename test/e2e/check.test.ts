import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { filesBelow, run, temporaryFolder, type Ended } from './cli/program.ts';

const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

async function emit(name: string, flags: readonly string[]): Promise<string> {
  const root = path.join(folder, name);
  const { code, stderr } = await run(['render', ...flags, '--out', root]);
  if (code !== 0) throw new Error(stderr);
  return root;
}

const check = (root: string, ...flags: readonly string[]): Promise<Ended> =>
  run(['check', ...flags], { cwd: root });

function edit(root: string, file: string, change: (text: string) => string): void {
  const before = fs.readFileSync(path.join(root, file), 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${file} was not changed.`);
  fs.writeFileSync(path.join(root, file), after);
}

function put(root: string, file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}

function git(root: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
    cwd: root,
    stdio: 'pipe',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
}

const order = 'contexts/ordering/src/domain/order/order.ts';
const readClock = (text: string) => text.replace('updatedAt: now };', 'updatedAt: new Date() };');
const placed = 'contexts/ordering/src/contracts/order-placed.v1.ts';
const loseField = (text: string) => text.replace("    quantity: { type: 'integer' },\n", '');

describe('a new repository has nothing to report', () => {
  test.each([
    ['minimal', ['--preset', 'minimal']],
    ['saas', ['--preset', 'saas']],
    ['high-throughput', ['--preset', 'high-throughput']],
    ['regulated', ['--preset', 'regulated']],
    ['service-per-team', ['--preset', 'service-per-team']],
    ['nasty', ['--blueprint', path.resolve('test/fixtures/nasty.yaml')]],
  ])('%s', async (name, flags) => {
    const { code, stdout, stderr } = await check(await emit(name, flags));
    expect(stdout).toContain('Nothing to report');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('in a repository of preset shop', () => {
  let root: string;
  let fresh: string;
  beforeAll(async () => {
    fresh = await emit('fresh', ['--preset', 'shop']);
  });
  const copy = (): string => {
    root = fs.mkdtempSync(path.join(folder, 'shop-'));
    fs.cpSync(fresh, root, { recursive: true });
    return root;
  };

  test('check reports nothing, from any folder in it, and writes nothing', async () => {
    copy();
    const before = filesBelow(root);
    const { code, stdout } = await check(path.join(root, 'contexts/ordering'));
    expect({ code, told: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      told: expect.stringContaining('Nothing to report'),
    });
    expect(filesBelow(root)).toEqual(before);
  });

  test('a finding is told with its place, its reason and how to mend it, and exits with 4', async () => {
    copy();
    edit(root, order, readClock);
    const { code, stdout } = await check(root);
    expect(code).toBe(4);
    expect(stdout).toMatch(/x ARC-2 /);
    expect(stdout).toMatch(new RegExp(`${order}:\\d+:\\d+ The current time is read here\\.`));
    expect(stdout).toContain('To mend: Take the time from the port Clock');
    expect(stdout).toContain('1 violation of 1 requirement');
  });

  test('JSON has the requirements with status and evidence', async () => {
    copy();
    edit(root, order, readClock);
    const { code, stdout } = await check(root, '--json');
    const { ok, command, result } = JSON.parse(stdout);
    expect({ code, ok, command }).toEqual({ code: 4, ok: true, command: 'check' });
    const failed = result.rules.filter(({ status }: { status: string }) => status === 'fail');
    expect(failed).toMatchObject([{ id: 'ARC-2' }]);
    for (const { id, status, evidence } of result.rules) {
      expect(id).toMatch(/^[A-Z]+-[A-Z0-9]+$/);
      expect(['pass', 'fail', 'not-applicable']).toContain(status);
      expect(evidence.length > 0, id).toBe(status !== 'not-applicable');
    }
  });

  test('SARIF is one document on standard output, and exits with 4 as well', async () => {
    copy();
    edit(root, order, readClock);
    const { code, stdout, stderr } = await check(root, '--sarif');
    const { version, runs } = JSON.parse(stdout);
    expect({ code, stderr, version }).toEqual({ code: 4, stderr: '', version: '2.1.0' });
    expect(runs[0].results).toMatchObject([{ ruleId: 'ARC-2/runtime-globals' }]);
  });

  test('old findings are accepted by a baseline, new ones are not, and gone ones are told', async () => {
    copy();
    edit(root, order, readClock);
    const baseline = ['--baseline', 'check-baseline.json'];
    expect((await check(root, ...baseline)).code).toBe(2);
    expect((await check(root, ...baseline, '--update-baseline')).code).toBe(0);
    expect(fs.readdirSync(root).filter((file) => file.includes('.new'))).toEqual([]);

    edit(root, order, (text) => `// Moved down.\n\n${text}`);
    const again = await check(root, ...baseline);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('(in the baseline)');

    put(root, 'contexts/ordering/src/domain/order/now.ts', 'export const now = Date.now();\n');
    const more = await check(root, ...baseline);
    expect(more.code).toBe(4);
    expect(more.stdout).toContain('1 violation (1 more in the baseline)');

    edit(root, order, (text) => text.replace('new Date() };', 'now };'));
    expect((await check(root, ...baseline)).stdout).toContain('1 finding that is gone');
  });

  test('one requirement or one check is run when named', async () => {
    copy();
    edit(root, order, readClock);
    expect((await check(root, '--rule', 'ARC-9', '--rule', 'ARC-2/import-direction')).code).toBe(0);
    expect((await check(root, '--rule', 'arc-2')).code).toBe(4);
  });

  test('an event that takes something back is found without git, by what was emitted', async () => {
    copy();
    edit(root, placed, loseField);
    const { code, stdout } = await check(root, '--rule', 'RES-3');
    expect({ code, stdout }).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('ordering.order-placed.v1 no longer has quantity.'),
    });
  });

  test('events are compared with those of a branch when one is named', async () => {
    copy();
    const lost = 'contexts/ordering/src/contracts/order-lost.v1.ts';
    const schema = (fields: string) =>
      `export const orderLostV1 = 'ordering.order-lost.v1';\nexport const schema = { title: 'ordering.order-lost.v1', type: 'object', properties: { ${fields} } };\n`;
    put(root, lost, schema("id: { type: 'string' }, by: { type: 'string' }"));
    git(root, 'init', '-q', '-b', 'main');
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'First');
    put(root, lost, schema("id: { type: 'string' }"));
    expect((await check(root, '--rule', 'RES-3')).code).toBe(0);
    const compared = await check(root, '--rule', 'RES-3', '--base', 'main');
    expect(compared.code).toBe(4);
    expect(compared.stdout).toContain('ordering.order-lost.v1 no longer has by.');
    const { code, stderr } = await check(root, '--base', '--output=x');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--base') });
  });

  test('a name with control characters shows them as numbers', async () => {
    copy();
    put(root, 'contexts/ordering/src/domain/\u001b[31mred\u0007.ts', "import 'zod\u202e';\n");
    const text = await check(root);
    expect(text.code).toBe(4);
    expect(text.stdout).toContain(
      'contexts/ordering/src/domain/\\u001b[31mred\\u0007.ts:1:1 The domain layer imports the package zod\\u202e.',
    );
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
    expect(text.stdout).not.toMatch(obeyed);
    expect((await check(root, '--json')).stdout).not.toMatch(obeyed);
    expect((await check(root, '--sarif')).stdout).not.toMatch(obeyed);
  });

  test('nothing of the repository is run, and no link is followed', async () => {
    copy();
    const marker = path.join(folder, 'ran');
    put(root, 'evil.sh', `#!/bin/sh\ntouch ${marker}\n`);
    fs.chmodSync(path.join(root, 'evil.sh'), 0o755);
    git(root, 'init', '-q', '-b', 'main');
    git(root, 'config', 'core.fsmonitor', './evil.sh');
    git(root, 'config', 'core.sshCommand', './evil.sh');
    put(
      root,
      'bunfig.toml',
      `${fs.readFileSync(path.join(root, 'bunfig.toml'), 'utf8')}preload = ["./evil.ts"]\n`,
    );
    fs.symlinkSync('/etc', path.join(root, 'contexts/ordering/src/domain/etc'));
    edit(root, placed, loseField);
    const { stdout } = await check(root);
    expect(stdout).toContain('contexts/ordering/src/domain/etc is a symbolic link');
    expect(fs.existsSync(marker)).toBe(false);
  });

  test('a file that cannot be parsed is told', async () => {
    copy();
    put(root, 'contexts/ordering/src/domain/broken.ts', 'export const a = (;\n');
    const { stdout } = await check(root);
    expect(stdout).toContain('contexts/ordering/src/domain/broken.ts cannot be parsed');
  });

  test('a module that was added since is checked as well', async () => {
    copy();
    git(root, 'init', '-q', '-b', 'main');
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'First');
    const added = await run(
      ['module', 'billing', '--aggregate', 'Invoice(number:string, total:money)'],
      { cwd: root },
    );
    expect(added.stderr).not.toContain('error');
    const { code, stdout } = await check(root);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    fs.rmSync(path.join(root, 'contexts/billing/test'), { recursive: true });
    expect((await check(root)).stdout).toContain('contexts/billing/test The context has no tests.');
  });

  test.each<[what: string, damage: () => void, told: string]>([
    ['cut off', () => edit(root, 'backend.lock.json', (text) => text.slice(0, 900)), 'not JSON'],
    [
      'of another shape',
      () => edit(root, 'backend.lock.json', (text) => text.replace('"contexts"', '"context"')),
      'blueprint',
    ],
  ])('a lock that is %s is told', async (_, damage, told) => {
    copy();
    damage();
    const { code, stderr } = await check(root);
    expect(code).toBe(3);
    expect(stderr).toContain('backend.lock.json cannot be used');
    expect(stderr).toContain(told);
    expect(stderr).toContain('git restore');
  });

  test('without a lock the blueprint is enough, and that is told', async () => {
    copy();
    fs.rmSync(path.join(root, 'backend.lock.json'));
    const { code, stdout } = await check(root);
    expect(code).toBe(0);
    expect(stdout).toContain('There is no backend.lock.json');
  });

  test.each<[what: string, flags: string[], told: string]>([
    ['a rule there is not', ['--rule', 'ARC-99'], 'There is no rule ARC-99'],
    ['two forms at once', ['--json', '--sarif'], '--sarif'],
    ['a baseline without a name', ['--update-baseline'], 'which file'],
    ['a baseline that is none', ['--baseline', 'package.json'], 'version is not 1'],
  ])('%s is refused with 2', async (_, flags, told) => {
    copy();
    const { code, stdout, stderr } = await check(root, ...flags);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain(told);
  });
});

test('outside of a repository there is nothing to check', async () => {
  const { code, stderr } = await check(folder);
  expect(code).toBe(3);
  expect(stderr).toContain('not in a repository that create-backend made');
});
