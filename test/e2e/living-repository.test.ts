import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { emittedFormatter } from '../../src/formatting/formatter.ts';
import { readBlobs } from '../../src/repository/git/objects.ts';
import {
  addBilling,
  newRepository,
  remove,
  statusOf,
  succeeded,
  worldIn,
} from '../support/living-repository.ts';
import { openRepository } from '../../src/commands/open-repository.ts';
import { commitAll, git, scratchFolder, writeFiles } from '../support/scratch.ts';
import { snapshot } from '../support/snapshot.ts';

beforeEach(() => {
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
});
afterEach(() => vi.unstubAllEnvs());

const read = (root: string, file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

/** A shared file that every module changes, and that is safe to write in. */
const shared = 'README.md';

function withWordsAt(text: string, word: string): string {
  const lines = text.split('\n');
  return lines.map((line) => (line.includes(word) ? `${line} Written here.` : line)).join('\n');
}

function addLine(root: string, file: string, line: string): void {
  fs.appendFileSync(path.join(root, file), `${line}\n`);
}

/** What `module billing` makes of a repository that nobody touched. */
async function asCreated(): Promise<Record<string, string>> {
  const root = await newRepository();
  succeeded(await addBilling(root));
  return snapshot(root);
}

/** The parts of two snapshots that differ. */
function differing(a: Record<string, string>, b: Record<string, string>): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => a[key] !== b[key])
    .sort();
}

const clone = (root: string, ...options: readonly string[]): string => {
  const folder = path.join(scratchFolder(), 'clone');
  git(path.dirname(folder), 'clone', '--quiet', ...options, pathToFileURL(root).href, folder);
  return folder;
};

describe('history that is not there', () => {
  test('a shallow clone takes a module as a full one, with the edits of its history', async () => {
    const origin = await newRepository();
    addLine(origin, shared, 'Written here.');
    commitAll(origin);
    const shallow = clone(origin, '--depth', '1');
    expect(git(shallow, 'rev-list', '--count', 'HEAD').trim()).toBe('1');
    const report = succeeded(await addBilling(shallow));
    expect(report.conflicts).toEqual([]);
    expect(read(shallow, shared)).toContain('Written here.');
    expect(differing(snapshot(shallow), await asCreated())).toEqual([shared]);
  });

  test('a shallow clone has the blobs of its own commit, and is told which it has not', async () => {
    const origin = await newRepository();
    const before = git(origin, 'rev-parse', `HEAD:${shared}`).trim();
    addLine(origin, shared, 'Written here.');
    commitAll(origin);
    const now = git(origin, 'rev-parse', `HEAD:${shared}`).trim();
    const blobs = await readBlobs(clone(origin, '--depth', '1'), [before, now]);
    expect(blobs.missing).toEqual([before]);
    expect(blobs.found.get(now)?.toString('utf8')).toBe(read(origin, shared));
  });

  test('a partial clone downloads nothing', async () => {
    const origin = await newRepository();
    git(origin, 'config', 'uploadpack.allowFilter', 'true');
    const gone = git(origin, 'rev-parse', `HEAD:${shared}`).trim();
    addLine(origin, shared, 'Written here.');
    commitAll(origin);
    const partial = clone(origin, '--filter=blob:none');
    const objects = (): string => git(partial, 'count-objects', '-v');
    const before = objects();
    expect((await readBlobs(partial, [gone])).missing).toEqual([gone]);
    expect(objects()).toBe(before);
    fs.renameSync(origin, `${origin}-gone`);
    expect(succeeded(await addBilling(partial)).conflicts).toEqual([]);
  });

  test('a squashed history merges as before', async () => {
    const root = await newRepository();
    addLine(root, shared, 'Written here.');
    commitAll(root);
    git(root, 'checkout', '--quiet', '--orphan', 'squashed');
    commitAll(root, 'Everything');
    git(root, 'branch', '--quiet', '-D', 'main');
    git(root, 'reflog', 'expire', '--expire=now', '--all');
    git(root, 'gc', '--quiet', '--prune=now');
    succeeded(await addBilling(root));
    expect(read(root, shared)).toContain('Written here.');
    expect(differing(snapshot(root), await asCreated())).toEqual([shared]);
  });
});

describe('a repository in its own style', () => {
  async function reformat(
    root: string,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const format = await emittedFormatter(JSON.stringify(settings));
    for (const file of git(root, 'ls-files', '-z').split('\0')) {
      if (!/\.(ts|mjs|json|ya?ml|md)$/.test(file) || /lock/.test(file)) continue;
      fs.writeFileSync(path.join(root, file), await format(file, read(root, file)));
    }
  }
  const settings = { printWidth: 80, semi: false, singleQuote: false, tabWidth: 4 };

  test('that says so takes a module in that style, without a conflict', async () => {
    const root = await newRepository({ committed: false });
    git(root, 'init', '--quiet');
    git(root, 'add', '--all');
    await reformat(root, settings);
    writeFiles(root, { '.oxfmtrc.json': `// ours\n${JSON.stringify(settings, null, 2)}\n` });
    commitAll(root, 'Create shelf');
    const edited = 'apps/api/src/main.ts';
    addLine(root, edited, '// Written here.');
    commitAll(root);

    const report = succeeded(await addBilling(root));
    expect(report.conflicts).toEqual([]);
    const format = await emittedFormatter(JSON.stringify(settings));
    for (const { path: file, action } of report.changes) {
      if (action === 'delete' || !/\.(ts|json|ya?ml|md)$/.test(file) || /lock/.test(file)) continue;
      expect(await format(file, read(root, file)), file).toBe(read(root, file));
    }
    expect(read(root, edited)).toContain('// Written here.');
    // The lock knows no style: it is what it would be anywhere.
    expect(snapshot(root)['backend.lock.json']).toBe((await asCreated())['backend.lock.json']);
  });

  test('that was formatted by another tool before its first commit keeps that style where it stands', async () => {
    const root = await newRepository({ committed: false });
    git(root, 'init', '--quiet');
    git(root, 'add', '--all');
    await reformat(root, settings);
    writeFiles(root, { '.oxfmtrc.json': read(await newRepository(), '.oxfmtrc.json') });
    commitAll(root, 'Create shelf');
    const report = succeeded(await addBilling(root));
    expect(report.conflicts).toEqual([]);
    expect(read(root, 'apps/api/src/contexts.ts')).toContain('billing');
  });

  test('with settings that no formatter reads is told so, and takes the module', async () => {
    const root = await newRepository();
    writeFiles(root, { '.oxfmtrc.json': '{ "printWidth": "wide" }\n' });
    commitAll(root);
    const report = succeeded(await addBilling(root));
    expect(report.notes.join()).toContain('.oxfmtrc.json could not be used');
    expect(report.conflicts).toEqual([]);
  });

  test('checked out with CR LF changes only what the module changes, and stays CR LF', async () => {
    const origin = await newRepository({ committed: false });
    fs.rmSync(path.join(origin, '.gitattributes'));
    commitAll(origin);
    const root = clone(origin, '--config', 'core.autocrlf=true');
    expect(read(root, shared)).toContain('\r\n');
    expect((await statusOf(root)).files.filter(({ edited }) => edited)).toEqual([]);
    addLine(root, shared, 'Written here.\r');
    git(root, 'add', '--all');
    commitAll(root);

    const report = succeeded(await addBilling(root));
    expect(report.conflicts).toEqual([]);
    const after = read(root, shared);
    expect(after).toContain('Written here.\r\n');
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    git(root, 'add', '--all');
    const changed = git(root, 'diff', '--cached', '--numstat', '-z', 'HEAD').split('\0');
    const emitted = report.changes.map((each) => each.path);
    expect(
      changed
        .filter(Boolean)
        .map((line) => line.split('\t')[2])
        .sort(),
    ).toEqual(emitted.filter((file) => file !== '.gitattributes').sort());
    const [added = '', deleted = ''] =
      changed.find((line) => line.endsWith(shared))?.split('\t') ?? [];
    expect(Number(added) + Number(deleted)).toBeLessThan(20);
  });
});

test('a conflict in a checkout with CR LF is resolved without changing every line', async () => {
  const origin = await newRepository({ committed: false });
  fs.rmSync(path.join(origin, '.gitattributes'));
  const file = 'docs/architecture.md';
  writeFiles(origin, { [file]: withWordsAt(read(origin, file), 'ordering') });
  commitAll(origin);
  const root = clone(origin, '--config', 'core.autocrlf=true');
  expect(succeeded(await addBilling(root)).conflicts).toHaveLength(1);
  expect(git(root, 'ls-files', '--unmerged')).toContain(
    git(origin, 'rev-parse', `HEAD:${file}`).trim(),
  );
  const conflict = read(root, file);
  expect(conflict.replaceAll('\r\n', '')).not.toContain('\n');
  writeFiles(root, { [file]: conflict.replace(/<{7} [^]*?>{7} .*\r\n/g, 'Resolved.\r\n') });
  git(root, 'add', '--all');
  const [added] = git(root, 'diff', '--cached', '--numstat', 'HEAD', '--', file).split('\t');
  expect(Number(added)).toBeLessThan(10);
});

describe('files in other places', () => {
  test('a renamed and edited file gets its part of the change where it is now', async () => {
    const root = await newRepository();
    git(root, 'mv', 'docs/architecture.md', 'docs/how-it-is-built.md');
    addLine(root, 'docs/how-it-is-built.md', 'Written here.');
    commitAll(root);
    const report = succeeded(await addBilling(root));
    const change = report.changes.find((each) => each.path === 'docs/architecture.md');
    expect(change).toMatchObject({ action: 'merge', from: 'docs/how-it-is-built.md' });
    expect(fs.existsSync(path.join(root, 'docs/architecture.md'))).toBe(false);
    expect(read(root, 'docs/how-it-is-built.md')).toContain('billing');
    expect(read(root, 'docs/how-it-is-built.md')).toContain('Written here.');
    const moved = (await statusOf(root)).files.filter(({ from }) => from !== undefined);
    expect(moved).toMatchObject([{ path: 'docs/architecture.md', edited: true }]);
  });

  test('without git a file that was only moved is followed all the same', async () => {
    const root = await newRepository({ committed: false });
    fs.renameSync(path.join(root, 'docs/architecture.md'), path.join(root, 'docs/built.md'));
    const report = succeeded(await addBilling(root));
    expect(read(root, 'docs/built.md')).toContain('billing');
    expect(report.notes.join()).toContain('There is no git here');
  });

  test('deleted files stay deleted, with a note', async () => {
    const root = await newRepository();
    git(root, 'rm', '--quiet', shared, 'docs/architecture.md');
    commitAll(root);
    const report = succeeded(await addBilling(root));
    expect(fs.existsSync(path.join(root, shared))).toBe(false);
    expect(report.notes.join()).toContain(`${shared}, docs/architecture.md were deleted here`);
    expect((await statusOf(root)).drift).toBe(false);
  });

  test('a repository deep in a monorepo changes nothing beside itself', async () => {
    const outer = scratchFolder({ 'other/file.txt': 'x' });
    fs.cpSync(await newRepository({ committed: false }), path.join(outer, 'services/shelf'), {
      recursive: true,
    });
    commitAll(outer);
    writeFiles(outer, { 'other/file.txt': 'not committed' });
    const inner = path.join(outer, 'services/shelf/contexts/catalog');
    expect(succeeded(await addBilling(inner)).directory).toBe(path.join(outer, 'services/shelf'));
    const changed = git(outer, 'status', '--porcelain', '-z').split('\0').filter(Boolean);
    expect(changed.filter((line) => !line.slice(3).startsWith('services/shelf/'))).toEqual([
      ' M other/file.txt',
    ]);
  });

  test('a linked work tree takes a module, the main one stays as it was', async () => {
    const root = await newRepository();
    const linked = path.join(scratchFolder(), 'linked');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', linked);
    const before = snapshot(root);
    succeeded(await addBilling(linked));
    expect(snapshot(root)).toEqual(before);
    expect(read(linked, 'apps/api/src/contexts.ts')).toContain('billing');
  });
});

describe('what git does not keep is not written over', () => {
  const billed = 'contexts/billing/package.json';

  test('an untracked file at the path of a new one is refused by name', async () => {
    const root = await newRepository();
    writeFiles(root, { [billed]: '{ "mine": true }\n' });
    const before = snapshot(root);
    const refused = await addBilling(root);
    expect(refused).toMatchObject({ ok: false, error: { code: 'dirty-tree' } });
    expect(refused.ok ? '' : refused.error.message).toContain(billed);
    expect(snapshot(root)).toEqual(before);
  });

  test('so is an ignored one', async () => {
    const root = await newRepository();
    fs.appendFileSync(path.join(root, '.gitignore'), '/contexts/billing/\n');
    commitAll(root);
    writeFiles(root, { [billed]: '{ "mine": true }\n' });
    expect(await addBilling(root)).toMatchObject({ ok: false, error: { code: 'dirty-tree' } });
  });

  test('told to, it merges them, and keeps both', async () => {
    const root = await newRepository();
    writeFiles(root, { 'contexts/billing/src/module.ts': '// Written here.\n' });
    const report = succeeded(await addBilling(root, { allowDirty: true }));
    expect(report.conflicts).toMatchObject([
      { path: 'contexts/billing/src/module.ts', reason: 'both-added' },
    ]);
    expect(read(root, 'contexts/billing/src/module.ts')).toContain('// Written here.');
  });
});

describe('conflicts', () => {
  /** Both sides change the sentence that counts the contexts. */
  async function conflicting(): Promise<string> {
    const root = await newRepository();
    const text = read(root, 'docs/architecture.md');
    writeFiles(root, { 'docs/architecture.md': withWordsAt(text, 'ordering') });
    commitAll(root);
    return root;
  }

  test('stand in the file and in the index, block the next run, and are gone when resolved', async () => {
    const root = await conflicting();
    const report = succeeded(await addBilling(root));
    expect(report.conflicts).toMatchObject([
      { path: 'docs/architecture.md', reason: 'both-changed' },
    ]);
    expect(report.next).toEqual([
      expect.stringMatching(/^git mergetool .* when no file has markers any more$/),
      'bun run setup',
      'bun run check',
      'bun run test',
      'git add --all && git commit --message "Add billing"',
    ]);
    expect(git(root, 'ls-files', '--unmerged').split('\n').filter(Boolean)).toHaveLength(3);

    const conflict = await statusOf(root);
    expect(conflict.drift).toBe(true);
    expect(conflict.files.filter(({ state }) => state === 'conflicting')).toMatchObject([
      { path: 'docs/architecture.md' },
    ]);
    expect(await remove(root, 'ordering')).toMatchObject({
      ok: false,
      error: { code: 'unresolved-conflicts', exit: 5 },
    });

    git(root, 'checkout', '--quiet', '--ours', '--', 'docs/architecture.md');
    expect(read(root, 'docs/architecture.md')).toContain('Written here.');
    expect(read(root, 'docs/architecture.md')).not.toContain('<<<<<<<');
    commitAll(root);
    expect((await statusOf(root)).drift).toBe(false);
  });

  test('markers that somebody committed are still found', async () => {
    const root = await conflicting();
    succeeded(await addBilling(root));
    commitAll(root);
    const { files } = await statusOf(root);
    expect(files.find(({ path: file }) => file === 'docs/architecture.md')?.state).toBe(
      'conflicting',
    );
  });

  test('a file edited in a context that is removed stays, as a conflict', async () => {
    const root = await newRepository();
    const file = 'contexts/ordering/src/domain/order/order.ts';
    addLine(root, file, '// Written here.');
    commitAll(root);
    const report = succeeded(await remove(root, 'ordering'));
    expect(report.conflicts).toMatchObject([{ path: file, reason: 'changed-and-deleted' }]);
    expect(report.next.join('\n')).toContain('git rm -- <file>');
    expect(read(root, file)).toContain('// Written here.');
  });
});

test('running a module twice changes nothing the second time', async () => {
  const root = await newRepository();
  succeeded(await addBilling(root));
  commitAll(root);
  const before = snapshot(root);
  const again = await addBilling(root);
  expect(again.ok).toBe(false);
  expect(snapshot(root)).toEqual(before);
});

test('a module that is added and removed restores every byte', async () => {
  const root = await newRepository();
  const before = snapshot(root);
  succeeded(await addBilling(root));
  commitAll(root);
  succeeded(await remove(root, 'billing'));
  expect(differing(snapshot(root), before)).toEqual([]);
});

test('no hook of the repository runs', async () => {
  const root = await newRepository();
  const ran = path.join(root, '.git', 'ran');
  fs.mkdirSync(path.join(root, '.git/hooks'), { recursive: true });
  for (const hook of ['pre-commit', 'post-index-change', 'post-checkout', 'pre-auto-gc']) {
    fs.writeFileSync(path.join(root, '.git/hooks', hook), `#!/bin/sh\ntouch '${ran}'\n`, {
      mode: 0o755,
    });
  }
  succeeded(await addBilling(root));
  expect(fs.existsSync(ran)).toBe(false);
});

test('two branches that each added a module come together as the hint of the lock says', async () => {
  const root = await newRepository();
  git(root, 'checkout', '--quiet', '-b', 'removing');
  succeeded(await remove(root, 'ordering'));
  commitAll(root);
  git(root, 'checkout', '--quiet', 'main');
  succeeded(await addBilling(root));
  commitAll(root);
  try {
    git(root, 'merge', '--quiet', 'removing');
  } catch {
    // The lock was changed on both sides.
  }
  const opened = await openRepository('.', worldIn(root), { writing: false, allowDirty: true });
  const error = opened.ok ? null : opened.error;
  expect(error).toMatchObject({ code: 'invalid-lock' });
  const command = /git restore --ours [^)]*/.exec(error?.hint ?? '')?.[0] ?? 'false';
  execFileSync('sh', ['-c', command], { cwd: root });
  const files = git(root, 'diff', '--name-only', '--diff-filter=U').split('\n').filter(Boolean);
  for (const file of files) git(root, 'checkout', '--quiet', '--ours', '--', file);
  commitAll(root);
  const report = succeeded(await remove(root, 'ordering'));
  expect(report.conflicts).toEqual([]);
  expect((await statusOf(root)).drift).toBe(false);
});
