import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { bin, filesBelow, run, temporaryFolder } from './cli/program.ts';
import { openTerminal, type Terminal } from './cli/tmux.ts';

const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'A person',
  GIT_AUTHOR_EMAIL: 'person@example.test',
  GIT_COMMITTER_NAME: 'A person',
  GIT_COMMITTER_EMAIL: 'person@example.test',
};

let folder = '';
let terminal: Terminal | null = null;
const shop = (): string => path.join(folder, 'shop');

beforeEach(async () => {
  folder = temporaryFolder();
  const created = await run(['shop', '--preset', 'shop', '--yes', '--no-install'], {
    cwd: folder,
    environment: identity,
  });
  expect(created.code, created.stderr).toBe(0);
  fs.cpSync(shop(), path.join(folder, 'copy', 'shop'), { recursive: true });
});
afterEach(() => {
  terminal?.close();
  terminal = null;
  fs.rmSync(folder, { recursive: true, force: true });
});

function ask(columns: number, ...args: readonly string[]): Terminal {
  terminal = openTerminal([process.execPath, bin, 'module', ...args], {
    cwd: shop(),
    columns,
    rows: 60,
    environment: identity,
  });
  return terminal;
}

test.each([80, 120])(
  'a module is asked for, shown and added, and its command adds the same, in %i columns',
  { timeout: 120_000 },
  async (columns) => {
    const it = ask(columns, '--no-install');
    await it.shows('What is the context called?');
    it.type('ordering');
    await it.shows('already');
    it.retype('billing');
    await it.shows('a PostgreSQL schema of this name');
    it.press('Enter');
    await it.shows('Who owns billing?');
    it.press('Down', 'Enter');
    await it.shows('What does billing have?');
    it.press('Enter');
    await it.shows('An aggregate of billing');
    it.type('Invoice(orderId:ref(ordering.Order), total:money)');
    await it.shows('/v1/billing/invoices');
    it.press('Enter');
    await it.shows('What does the business do with Invoice?');
    it.type('settle: open -> settled');
    await it.shows('States: open, settled');
    it.press('Enter');
    await it.shows('Is this billing?');
    it.press('Down', 'Down', 'Down', 'Enter');
    await it.shows('Whose event?');
    it.press('Escape');
    await it.shows(/Whose event\?[\s\S]*← back[\s\S]*Is this billing\?/);
    it.press('Down', 'Down', 'Down', 'Enter');
    await it.shows(/Whose event\?[\s\S]*Whose event\?/);
    it.press('Down', 'Enter');
    await it.shows('Which event of ordering?');
    it.press('Down', 'Down', 'Enter');
    await it.shows('What does billing do about ordering.OrderPlaced?');
    it.press('Enter');
    await it.shows('ordering.OrderPlaced -> create Invoice(orderId=id, total)');
    it.press('Enter');
    await it.shows(/Is this billing\?[\s\S]*○ ordering\.OrderPlaced/);
    it.press('Enter');
    await it.shows('Which deployable hosts billing?');
    it.press('Enter');
    const summary = await it.shows('Add billing?');
    expect(summary).toMatch(/\d+ files created, \d+ updated/);
    expect(summary).toContain('ordering.OrderPlaced → create Invoice');
    expect(fs.existsSync(path.join(shop(), 'contexts/billing'))).toBe(false);
    it.press('Enter');
    expect(await it.exit()).toBe(0);
    for (const line of it
      .screen()
      .split('\n')
      .filter((each) => /^[│◆◇└]/.test(each)))
      expect(line.length).toBeLessThanOrEqual(columns);

    const replay = /npx create-backend@\S+ (module billing .*--yes)/.exec(it.screen())?.[1] ?? '';
    execFileSync('sh', ['-c', `"${process.execPath}" "${bin}" ${replay}`], {
      cwd: path.join(folder, 'copy', 'shop'),
      env: { ...process.env, ...identity },
      stdio: 'pipe',
    });
    expect(tree(path.join(folder, 'copy', 'shop'))).toEqual(tree(shop()));
  },
);

test('quitting writes nothing', { timeout: 60_000 }, async () => {
  const before = tree(shop());
  const it = ask(100, 'billing', '--owner', '@acme/billing', '--aggregate', 'Invoice(total:money)');
  await it.shows('Is this billing?');
  it.press('Enter');
  await it.shows('Which deployable hosts billing?');
  it.press('C-c');
  expect(await it.exit()).toBe(130);
  expect(tree(shop())).toEqual(before);
});

function tree(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filesBelow(root)).filter(([file]) => !file.startsWith('.git/')),
  );
}
