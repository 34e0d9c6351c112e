import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';

import type { World } from '../../src/commands/command.ts';
import { upgrade, type UpgradeRequest } from '../../src/commands/upgrade.ts';
import { version } from '../../src/commands/version.ts';
import { addBilling, newRepository, succeeded, worldIn } from '../support/living-repository.ts';
import { git } from '../support/scratch.ts';
import { snapshot } from '../support/snapshot.ts';

beforeEach(() => {
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  return () => vi.unstubAllEnvs();
});

const plain: UpgradeRequest = {
  directory: '.',
  mode: 'apply',
  branch: null,
  allowDirty: false,
  base: null,
  offline: true,
};

/** A repository whose backend.yaml asks for something else since. */
async function asksForMore(): Promise<string> {
  const root = await newRepository();
  const file = path.join(root, 'backend.yaml');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('p99Ms: 600', 'p99Ms: 90'));
  git(root, 'commit', '--quiet', '--all', '--message', 'Ask for more');
  return root;
}

const record = (root: string): string => path.join(root, '.git/create-backend');

test('an upgrade that is cancelled while it writes leaves files, branch and record as they were', async () => {
  const root = await asksForMore();
  const before = snapshot(root);
  const cancel = new AbortController();
  const world: World = {
    ...worldIn(root),
    signal: cancel.signal,
    progress: (message) => {
      if (message.startsWith('Writing')) cancel.abort();
    },
  };
  const outcome = await upgrade({ ...plain, branch: 'next' }, world);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled', exit: 130 } });
  expect(snapshot(root)).toEqual(before);
  expect(git(root, 'branch', '--format=%(refname:short)').trim()).toBe('main');
  expect(fs.existsSync(record(root))).toBe(false);
});

test('what one leaves that was killed before it wrote is put away by the next, which then does its work', async () => {
  const root = await asksForMore();
  await upgrade(plain, worldIn(root));
  const kept = path.join(path.dirname(root), 'kept');
  fs.cpSync(record(root), kept, { recursive: true });
  await upgrade({ ...plain, mode: 'take-back' }, worldIn(root));
  // The moment before writing: the record is there, the branch begun, no file changed.
  fs.cpSync(kept, record(root), { recursive: true });
  const file = path.join(record(root), 'upgrade.json');
  const undo = JSON.parse(fs.readFileSync(file, 'utf8')) as { commit: string };
  const branch = { was: 'main', made: 'next', commit: undo.commit };
  fs.writeFileSync(file, JSON.stringify({ ...undo, branch }));
  git(root, 'switch', '--quiet', '--create', 'next');

  const before = snapshot(root);
  expect(await upgrade({ ...plain, mode: 'preview' }, worldIn(root))).toMatchObject({ ok: true });
  expect(snapshot(root)).toEqual(before);
  expect(git(root, 'branch', '--show-current').trim()).toBe('next');
  const again = await upgrade({ ...plain, branch: 'next' }, worldIn(root));
  expect(again).toMatchObject({ ok: true, value: { outcome: 'upgraded', branch: 'next' } });
  expect(git(root, 'branch', '--show-current').trim()).toBe('next');
});

test('a branch that people left with the changes is not committed to behind their back', async () => {
  const root = await asksForMore();
  git(root, 'config', 'user.name', '');
  git(root, 'config', 'user.email', '');
  const staged = await upgrade({ ...plain, branch: 'next' }, worldIn(root));
  expect(staged).toMatchObject({ ok: true, value: { commit: null } });
  git(root, 'switch', '--quiet', 'main');
  const count = git(root, 'rev-list', '--count', 'main');
  const settled = await upgrade(plain, worldIn(root));
  expect(settled).toMatchObject({ ok: true, value: { outcome: 'finished', branch: null } });
  expect(git(root, 'rev-list', '--count', 'main')).toBe(count);
});

test('with nothing to do there is no change to list', async () => {
  const root = await newRepository();
  expect(await upgrade({ ...plain, mode: 'check' }, worldIn(root))).toMatchObject({
    ok: true,
    value: { outcome: 'current', changes: [] },
  });
});

test('backend.yaml, which asked for the changes, is none of them', async () => {
  const root = await asksForMore();
  const { changes } = succeeded(await upgrade(plain, worldIn(root)));
  expect(changes.map((change) => change.path)).toContain('backend.lock.json');
  expect(changes.map((change) => change.path)).not.toContain('backend.yaml');
});

test.each(['nowhere', 'backend.yaml'])(
  'a base that is no folder (%s) is refused, needed or not',
  async (base) => {
    const root = await newRepository();
    const refused = await upgrade({ ...plain, base: path.join(root, base) }, worldIn(root));
    expect(refused).toMatchObject({
      error: { code: 'file-not-readable', exit: 2, message: expect.stringContaining('--base') },
    });
  },
);

test('after a conflict the command itself comes last, which says what is left', async () => {
  const root = await asksForMore();
  const readme = path.join(root, 'README.md');
  fs.writeFileSync(readme, fs.readFileSync(readme, 'utf8').replaceAll(/.+/g, 'Ours.'));
  git(root, 'commit', '--quiet', '--all', '--message', 'Write our own');
  const file = path.join(root, 'docs/contexts/ordering.md');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll(/.+/g, 'Ours.'));
  git(root, 'commit', '--quiet', '--all', '--message', 'Write our own');
  const text = fs.readFileSync(path.join(root, 'backend.yaml'), 'utf8');
  fs.writeFileSync(
    path.join(root, 'backend.yaml'),
    text.replace(/^ {2}- name: ordering\n[^]*/m, '').replace('[catalog, ordering]', '[catalog]'),
  );
  const { conflicts, next } = succeeded(await upgrade(plain, worldIn(root)));
  expect(conflicts).not.toEqual([]);
  expect(next.at(0)).toMatch(/^git (mergetool|rm) /);
  expect(next.at(-1)).toBe(`npx create-backend@${version} upgrade`);
  expect(next.join('\n')).not.toContain('git commit');
});

test('a conflict of somebody else is refused before anything is planned', async () => {
  const root = await asksForMore();
  const markers = '<<<<<<< yours\na\n||||||| before\nb\n=======\nc\n>>>>>>> create-backend\n';
  fs.appendFileSync(path.join(root, 'README.md'), markers);
  git(root, 'commit', '--quiet', '--all', '--message', 'Commit a conflict');
  expect(await upgrade(plain, worldIn(root))).toMatchObject({
    ok: false,
    error: { code: 'unresolved-conflicts', exit: 5, message: expect.stringContaining('README.md') },
  });
});

test('without backend.yaml, or with one of a newer schema, there is nothing to upgrade to', async () => {
  const root = await newRepository();
  const file = path.join(root, 'backend.yaml');
  const text = fs.readFileSync(file, 'utf8');
  fs.rmSync(file);
  expect(await upgrade(plain, worldIn(root))).toMatchObject({
    error: { code: 'no-blueprint', exit: 3 },
  });
  fs.writeFileSync(file, text.replace('schema: 1', 'schema: 2'));
  expect(await upgrade(plain, worldIn(root))).toMatchObject({
    error: { code: 'newer-schema', exit: 3, pointer: '/schema' },
  });
});

test('a context that is taken out of backend.yaml takes its migrations with it, those that continued it too', async () => {
  const root = await newRepository();
  const file = path.join(root, 'backend.yaml');
  const text = fs.readFileSync(file, 'utf8');
  const returns =
    '      - name: Return\n        fields: [{ name: reason, type: string }]\n      - name: Order\n';
  fs.writeFileSync(file, text.replace('      - name: Order\n', returns));
  expect(await upgrade(plain, worldIn(root))).toMatchObject({ ok: true });
  const migrations = path.join(root, 'contexts/ordering/migrations');
  expect(fs.readdirSync(migrations)).toEqual(['0001_create_ordering.sql', '0002_add_returns.sql']);
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'Add returns');

  const shorter = fs.readFileSync(file, 'utf8').replace(/^ {2}- name: ordering\n[^]*/m, '');
  fs.writeFileSync(file, shorter.replace('[catalog, ordering]', '[catalog]'));
  const removed = await upgrade(plain, worldIn(root));
  expect(removed).toMatchObject({ ok: true, value: { outcome: 'upgraded', conflicts: [] } });
  expect(fs.existsSync(path.join(root, 'contexts/ordering'))).toBe(false);
  expect(fs.readFileSync(path.join(root, 'backend.lock.json'), 'utf8')).not.toContain('ordering');
});

test.each([
  ['at the same version', version],
  ['from an older one', '4.0.0-0'],
])('where the preset came from stays in the lock, %s', async (_, emitting) => {
  const root = await asksForMore();
  const file = path.join(root, 'backend.lock.json');
  const lock = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
  const sources = {
    preset: { source: 'npm:@acme/presets@1.2.3/shop', version: '1.2.3', sha256: 'a'.repeat(64) },
  };
  const { files, ...head }: Record<string, unknown> = {
    ...lock,
    generator: `create-backend@${emitting}`,
  };
  fs.writeFileSync(file, `${JSON.stringify({ ...head, sources, files }, null, 2)}\n`);
  git(root, 'commit', '--quiet', '--all', '--message', 'From a preset');
  expect(await upgrade(plain, worldIn(root))).toMatchObject({ ok: true, value: { to: version } });
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({
    generator: `create-backend@${version}`,
    sources,
  });
});

test('a second upgrade on top of one that is not committed is refused', async () => {
  const root = await asksForMore();
  expect(await upgrade(plain, worldIn(root))).toMatchObject({ ok: true });
  const file = path.join(root, 'backend.yaml');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('p99Ms: 90', 'p99Ms: 600'));
  expect(await upgrade(plain, worldIn(root))).toMatchObject({
    error: { code: 'uncommitted-upgrade', exit: 3, hint: expect.stringContaining('--abort') },
  });
});

test('taking back brings a file again that was in conflict, and that somebody removed to settle it', async () => {
  const root = await newRepository();
  const blueprint = fs.readFileSync(path.join(root, 'backend.yaml'));
  succeeded(await addBilling(root));
  const edited = path.join(root, 'docs/contexts/billing.md');
  fs.appendFileSync(edited, 'Ours.\n');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'Add billing');
  fs.writeFileSync(path.join(root, 'backend.yaml'), blueprint);
  const before = snapshot(root);
  const upgraded = succeeded(await upgrade(plain, worldIn(root)));
  expect(upgraded.conflicts.map(({ path: file }) => file)).toEqual(['docs/contexts/billing.md']);
  git(root, 'rm', '--quiet', 'docs/contexts/billing.md');
  succeeded(await upgrade({ ...plain, mode: 'take-back' }, worldIn(root)));
  expect(snapshot(root)).toEqual(before);
});

test('one that takes a context away tells of its data, and of what people made in its folder', async () => {
  const root = await newRepository();
  const blueprint = fs.readFileSync(path.join(root, 'backend.yaml'));
  succeeded(await addBilling(root));
  const edited = 'contexts/billing/src/domain/invoice/invoice.ts';
  fs.appendFileSync(path.join(root, edited), '// Ours.\n');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'Add billing');
  fs.writeFileSync(path.join(root, 'backend.yaml'), blueprint);
  const { notes } = succeeded(await upgrade(plain, worldIn(root)));
  expect(notes).toContainEqual(
    'The data of billing stays in the PostgreSQL schema "billing"; nothing reads or writes it any more.',
  );
  expect(notes).toContainEqual(
    `${edited} was edited here and is emitted no more; it stays, and nothing uses it.`,
  );
  expect(fs.readFileSync(path.join(root, edited), 'utf8')).toMatch(/\/\/ Ours\.\n$/);
});
