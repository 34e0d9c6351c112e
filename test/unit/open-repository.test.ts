import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { exitCodes } from '../../src/commands/command.ts';
import { openRepository, type OpenOptions } from '../../src/commands/open-repository.ts';
import { commitAll, git, scratchFolder, writeFiles } from '../support/scratch.ts';

const golden = path.resolve('test/golden/typescript/shop');
const lock = fs.readFileSync(path.join(golden, 'backend.lock.json'), 'utf8');
const yaml = fs.readFileSync(path.join(golden, 'backend.yaml'), 'utf8');
const files = { 'backend.lock.json': lock, 'backend.yaml': yaml, 'src/a.ts': 'a\n' };

afterEach(() => vi.unstubAllEnvs());

const writing: OpenOptions = { writing: true, allowDirty: false };

async function open(directory: string, options: Partial<OpenOptions> = {}) {
  const world = { cwd: directory, progress: () => {} };
  const opened = await openRepository('.', world, { ...writing, ...options });
  return opened.ok
    ? { code: 'opened', exit: 0, hint: null, message: '', repository: opened.value }
    : { ...opened.error, repository: null };
}

/** A folder above which nothing is looked for: what lies in the machine's own is no matter of a test. */
function apart(content: Readonly<Record<string, string>> = {}): string {
  return scratchFolder({ ...content, '.git/note': 'no repository' });
}

function committed(): string {
  const root = scratchFolder(files);
  commitAll(root);
  return root;
}

describe('the root', () => {
  test('is found from a folder deep inside', async () => {
    const root = committed();
    writeFiles(root, { 'src/deep/er/x': '' });
    const { repository } = await open(path.join(root, 'src/deep/er'));
    expect(repository?.root).toBe(root);
    expect(repository?.blueprint.name).toBe('shop');
    expect(repository?.git?.branch).toBe('main');
  });

  test('is found through a symbolic link', async () => {
    const root = committed();
    const link = path.join(scratchFolder(), 'link');
    fs.symlinkSync(root, link);
    expect((await open(link)).repository?.root).toBe(root);
  });

  test('may lie deep in a work tree, and only its own files count as not committed', async () => {
    const outer = scratchFolder({ 'other/x.ts': '1' });
    writeFiles(path.join(outer, 'backend'), files);
    commitAll(outer);
    writeFiles(outer, { 'other/x.ts': '2' });
    const opened = await open(path.join(outer, 'backend'));
    expect(opened.repository?.git).toMatchObject({
      prefix: 'backend/',
      workTree: outer,
      dirty: [],
    });
    writeFiles(outer, { 'backend/src/a.ts': 'b' });
    const dirty = await open(path.join(outer, 'backend'));
    expect(dirty.code).toBe('dirty-tree');
    expect(dirty.message).toContain('\n- src/a.ts');
  });

  test('may lie in a folder with a line break in its name', async () => {
    const root = path.join(scratchFolder(), 'new\nline');
    writeFiles(root, files);
    commitAll(root);
    const { repository } = await open(root);
    expect(repository?.git).toMatchObject({
      workTree: root,
      gitFolder: path.join(root, '.git'),
      prefix: '',
      isSubmodule: false,
    });
    git(root, 'bisect', 'start');
    expect((await open(root)).message).toContain('A bisect is under way');
  });

  test('is not asked of a bare repository that it carries, whose settings run programs', async () => {
    const root = path.join(committed(), 'carried');
    git(path.dirname(root), 'init', '--quiet', '--bare', 'carried');
    const ran = path.join(scratchFolder(), 'ran');
    writeFiles(root, { ...files, '.gitattributes': '* filter=evil\n' });
    const inside = (...args: string[]) => git(root, '--git-dir=.', `--work-tree=${root}`, ...args);
    inside('add', 'src/a.ts');
    inside('config', 'core.bare', 'false');
    inside('config', 'core.worktree', root);
    inside('config', 'filter.evil.clean', `touch '${ran}'; cat`);
    writeFiles(root, { 'src/a.ts': 'b\n' });
    expect((await open(root)).code).toBe('git-refused');
    expect((await open(root, { writing: false })).code).toBe('opened');
    expect(fs.existsSync(ran)).toBe(false);
  });

  test('is not looked for above another git repository', async () => {
    const root = committed();
    const inner = path.join(root, 'vendor/other');
    fs.mkdirSync(inner, { recursive: true });
    git(inner, 'init', '--quiet');
    expect((await open(inner)).code).toBe('not-a-repository');
  });

  test('is told where there is none', async () => {
    const opened = await open(apart());
    expect(opened).toMatchObject({ code: 'not-a-repository', exit: exitCodes.refused });
    expect(opened.hint).toContain('create-backend');
  });

  test('is told where there is no such folder', async () => {
    const world = { cwd: scratchFolder(), progress: () => {} };
    const opened = await openRepository('nowhere', world, writing);
    expect(opened).toMatchObject({ ok: false, error: { code: 'not-a-repository' } });
  });
});

describe('a lock that was deleted is had again by the command of the hint', () => {
  const restored = async (root: string, from = root): Promise<string> => {
    const missing = await open(from);
    expect(missing.code).toBe('not-a-repository');
    const command = /git restore .*$/.exec(missing.hint ?? '')?.[0] ?? 'false';
    execFileSync('sh', ['-c', command], { cwd: from, stdio: 'ignore' });
    commitAll(root);
    return (await open(from)).code;
  };

  test('when it was removed from the folder', async () => {
    const root = committed();
    fs.rmSync(path.join(root, 'backend.lock.json'));
    expect(await restored(root, path.join(root, 'src'))).toBe('opened');
  });

  test('when its removal is staged', async () => {
    const root = committed();
    git(root, 'rm', '--quiet', 'backend.lock.json');
    expect(await restored(root)).toBe('opened');
  });

  test('when its removal was committed long ago', async () => {
    const root = committed();
    git(root, 'rm', '--quiet', 'backend.lock.json');
    commitAll(root);
    writeFiles(root, { 'later.txt': 'x' });
    commitAll(root);
    expect(await restored(root, path.join(root, 'src'))).toBe('opened');
  });

  test('when the history knows others: the one of this folder is named', async () => {
    const outer = scratchFolder();
    writeFiles(path.join(outer, 'one'), files);
    writeFiles(path.join(outer, 'two'), files);
    commitAll(outer);
    fs.rmSync(path.join(outer, 'two/backend.lock.json'));
    expect(await restored(outer, path.join(outer, 'two/src'))).toBe('opened');
  });

  test('without git, rendering anew is told', async () => {
    const { hint } = await open(apart({ 'backend.yaml': yaml }));
    expect(hint).toContain('render --blueprint backend.yaml');
  });
});

describe('a lock that cannot be trusted is refused', () => {
  const withLock = async (text: string) => {
    const root = scratchFolder({ ...files, 'backend.lock.json': text });
    commitAll(root);
    return open(root);
  };
  const changed = (change: (value: Record<string, object>) => void): string => {
    const value = JSON.parse(lock);
    change(value);
    return JSON.stringify(value);
  };

  test.each([
    ['that is no JSON', '{'],
    [
      'that names a path outside',
      changed(({ files: all = {} }) => Object.assign(all, { '../../x': {} })),
    ],
    ['of another generator', changed((value) => Object.assign(value, { generator: 'x@1.0.0' }))],
    ['without a blueprint', changed((value) => Object.assign(value, { blueprint: {} }))],
    [
      'with a key in its blueprint that nobody reads',
      changed(({ blueprint = {} }) => Object.assign(blueprint, { extra: 1 })),
    ],
    [
      'with a name that would leave the folder',
      changed(({ blueprint = {} }) => Object.assign(blueprint, { name: '../../x' })),
    ],
    [
      'with a context that nothing would parse',
      changed(({ blueprint = {} }) => Object.assign(blueprint, { contexts: [null] })),
    ],
    ['that is not UTF-8', Buffer.from([0xff, 0xfe, 0x00]).toString('latin1') + '\u0000'],
  ])('%s', async (_case, text) => {
    expect(await withLock(text)).toMatchObject({ code: 'invalid-lock', exit: exitCodes.refused });
  });

  test('that is a symbolic link', async () => {
    const root = scratchFolder(files);
    fs.renameSync(path.join(root, 'backend.lock.json'), path.join(root, 'real.json'));
    fs.symlinkSync('real.json', path.join(root, 'backend.lock.json'));
    expect(await open(root, { writing: false })).toMatchObject({ code: 'path-is-a-link', exit: 3 });
  });

  test('that git could not merge, with the way out', async () => {
    const conflict = lock.replace('{', '<<<<<<< HEAD\n{\n=======\n{\n>>>>>>> other\n');
    const opened = await withLock(conflict);
    expect(opened.code).toBe('invalid-lock');
    expect(opened.hint).toContain('create-backend module');
  });

  test('is taken from the last commit by the command of the hint, also from deep inside', async () => {
    const root = committed();
    writeFiles(root, { 'backend.lock.json': '{' });
    const inside = path.join(root, 'src');
    const { hint } = await open(inside);
    const command = /git restore [^)]*/.exec(hint ?? '')?.[0] ?? 'false';
    execFileSync('sh', ['-c', command], { cwd: inside, stdio: 'ignore' });
    expect((await open(inside)).code).toBe('opened');
  });

  test('of a newer format, which a newer version reads', async () => {
    const opened = await withLock(changed((value) => Object.assign(value, { lockVersion: 2 })));
    expect(opened.hint).toContain('create-backend@latest');
  });
});

describe('a work tree that is not in order', () => {
  test('with files not committed is refused, with the first ten of them', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${10 + i}.txt`, 'x']));
    const root = scratchFolder({ ...files, ...many });
    commitAll(root);
    for (const file of Object.keys(many)) fs.appendFileSync(path.join(root, file), 'y');
    const opened = await open(root);
    expect(opened).toMatchObject({ code: 'dirty-tree', exit: exitCodes.refused });
    expect(opened.message).toContain('- f10.txt\n');
    expect(opened.message).toContain('and 2 more');
    expect(opened.hint).toContain('--allow-dirty');
    expect((await open(root, { allowDirty: true })).code).toBe('opened');
    expect((await open(root, { writing: false })).code).toBe('opened');
  });

  test.each([
    ['staged', (root: string) => git(root, 'add', 'src/a.ts')],
    ['deleted', (root: string) => fs.rmSync(path.join(root, 'src/a.ts'))],
    ['moved', (root: string) => git(root, 'mv', '-f', 'src/a.ts', 'src/b c.ts')],
    ['made executable', (root: string) => fs.chmodSync(path.join(root, 'src/a.ts'), 0o755)],
  ])('counts what is %s', async (_case, act) => {
    const root = committed();
    if (_case !== 'made executable') writeFiles(root, { 'src/a.ts': 'changed\n' });
    act(root);
    expect((await open(root)).message).toContain('- src/a.ts');
  });

  test('may have changes in files that a command reads', async () => {
    const root = committed();
    writeFiles(root, { 'backend.yaml': `# ours\n${yaml}` });
    expect((await open(root, { allowDirty: ['backend.yaml'] })).code).toBe('opened');
    writeFiles(root, { 'src/a.ts': 'b' });
    const opened = await open(root, { allowDirty: ['backend.yaml'] });
    expect(opened.message).toContain('src/a.ts');
    expect(opened.message).not.toContain('backend.yaml');
  });

  test('may have files that git does not know yet', async () => {
    const root = committed();
    writeFiles(root, { 'notes.txt': 'x' });
    expect((await open(root)).repository?.git?.dirty).toEqual([]);
  });

  test('on a detached HEAD is changed, with a note', async () => {
    const root = committed();
    git(root, 'checkout', '--quiet', '--detach');
    expect((await open(root)).repository?.notes.join()).toContain('detached');
  });

  test('before its first commit is changed only where git has everything staged or is told to', async () => {
    const root = scratchFolder(files);
    git(root, 'init', '--quiet');
    expect((await open(root)).repository?.git).toMatchObject({ commit: null });
    git(root, 'add', '--all');
    expect((await open(root)).code).toBe('dirty-tree');
  });
});

describe('something under way', () => {
  /** Two branches that contradict each other in one file. */
  const forked = (): string => {
    const root = committed();
    git(root, 'checkout', '--quiet', '-b', 'other');
    writeFiles(root, { 'src/a.ts': 'theirs\n' });
    commitAll(root);
    git(root, 'checkout', '--quiet', 'main');
    writeFiles(root, { 'src/a.ts': 'ours\n' });
    commitAll(root);
    return root;
  };

  test.each([
    ['merge', ['merge', 'other']],
    ['rebase', ['rebase', 'other']],
    ['cherry-pick', ['cherry-pick', 'other']],
    ['bisect', ['bisect', 'start']],
  ] as const)('a %s is refused, and how to end it is told', async (what, args) => {
    const root = forked();
    try {
      git(root, ...args);
    } catch {
      // The conflict that was asked for.
    }
    const opened = await open(root, { allowDirty: true });
    expect(opened).toMatchObject({ code: 'merging', exit: exitCodes.refused });
    expect(opened.message).toContain(what);
    expect(opened.hint).toContain(`git ${what}`);
    expect((await open(root, { writing: false })).code).toBe('opened');
  });

  test('conflicts of an earlier run are to be resolved first, exit 5', async () => {
    const root = forked();
    try {
      git(root, 'merge', 'other');
    } catch {
      // The conflict that was asked for.
    }
    fs.rmSync(path.join(root, '.git/MERGE_HEAD'));
    const opened = await open(root);
    expect(opened).toMatchObject({ code: 'unresolved-conflicts', exit: exitCodes.conflicts });
    expect(opened.message).toContain('src/a.ts');
  });
});

describe('git', () => {
  test('in a linked work tree is asked about that work tree', async () => {
    const root = committed();
    const linked = path.join(scratchFolder(), 'linked');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', linked);
    writeFiles(root, { 'src/a.ts': 'dirty in the other one\n' });
    expect((await open(linked)).repository?.git).toMatchObject({
      branch: 'side',
      workTree: linked,
    });
  });

  test('in a submodule with a detached HEAD is refused, on a branch it is not', async () => {
    const origin = committed();
    const outer = scratchFolder({ 'x.txt': '' });
    commitAll(outer);
    git(
      outer,
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      origin,
      'backend',
    );
    const inner = path.join(outer, 'backend');
    git(inner, 'checkout', '--quiet', '--detach');
    expect(await open(inner)).toMatchObject({ code: 'detached-submodule', exit: 3 });
    git(inner, 'checkout', '--quiet', 'main');
    expect((await open(inner)).repository?.git?.isSubmodule).toBe(true);
  });

  test('that refuses the folder of another user refuses the change, not the look', async () => {
    const root = committed();
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
    const opened = await open(root);
    expect(opened).toMatchObject({ code: 'git-refused', exit: exitCodes.refused });
    expect(opened.hint).toContain('safe.directory');
    const looked = await open(root, { writing: false });
    expect(looked.repository?.git).toBeNull();
    expect(looked.repository?.notes.join()).toContain('dubious ownership');
  });

  test('may be missing: then it is said what that means', async () => {
    const root = committed();
    vi.stubEnv('PATH', scratchFolder());
    const { repository } = await open(root);
    expect(repository?.git).toBeNull();
    expect(repository?.notes.join()).toContain('no git');
  });

  test('may not be used here: the same', async () => {
    const { repository } = await open(scratchFolder(files));
    expect(repository?.git).toBeNull();
    expect(repository?.notes).toHaveLength(1);
  });

  test('works on this repository whatever a surrounding hook has set', async () => {
    const root = committed();
    const other = committed();
    vi.stubEnv('GIT_DIR', path.join(other, '.git'));
    vi.stubEnv('GIT_WORK_TREE', other);
    vi.stubEnv('GIT_INDEX_FILE', path.join(other, '.git/index'));
    expect((await open(root)).repository?.git).toMatchObject({ workTree: root, dirty: [] });
  });

  test('runs nothing that the repository would have it run', async () => {
    const root = committed();
    const ran = path.join(root, '.git', 'ran');
    const script = path.join(root, '.git', 'watcher');
    fs.writeFileSync(script, `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 });
    git(root, 'config', 'core.fsmonitor', script);
    fs.mkdirSync(path.join(root, '.git/hooks'), { recursive: true });
    for (const hook of ['post-index-change', 'post-checkout']) {
      fs.copyFileSync(script, path.join(root, '.git/hooks', hook));
    }
    expect((await open(root)).code).toBe('opened');
    expect(fs.existsSync(ran)).toBe(false);
  });

  test('is left as it was: not even its index is refreshed', async () => {
    const root = committed();
    const index = path.join(root, '.git/index');
    fs.utimesSync(path.join(root, 'src/a.ts'), new Date(0), new Date(0));
    const before = fs.readFileSync(index);
    await open(root);
    expect(fs.readFileSync(index).equals(before)).toBe(true);
  });
});

test('a disk on which every file looks executable is no reason to call them changed', async () => {
  const root = committed();
  git(root, 'config', 'core.fileMode', 'false');
  fs.chmodSync(path.join(root, 'src/a.ts'), 0o777);
  const { repository } = await open(root);
  const file = repository?.workingCopy.read('src/a.ts');
  expect(file?.ok === true && file.value?.executable).toBeNull();
});

test('a sparse checkout is refused: what is left out is not deleted', async () => {
  const root = committed();
  git(root, 'sparse-checkout', 'set', '--no-cone', '/backend.*');
  expect(fs.existsSync(path.join(root, 'src/a.ts'))).toBe(false);
  expect(await open(root)).toMatchObject({ code: 'sparse-checkout', exit: exitCodes.refused });
  git(root, 'sparse-checkout', 'disable');
  expect((await open(root)).code).toBe('opened');
});
