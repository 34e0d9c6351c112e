import { chmod, cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { nextRelease, nextVersion, thisVersion } from '../../support/next-release.ts';
import { makeVersion, type Program } from '../../support/next-version.ts';
import { openWorkshop, type Emitted, type Workshop } from './emitted.ts';

let next: Program;
let workshop: Workshop;
beforeAll(async () => {
  next = await makeVersion(nextRelease);
  workshop = await openWorkshop(inject('program'), next, '--preset', 'minimal');
});
afterAll(async () => {
  await workshop.close();
  await next.remove();
});

const branch = `create-backend/upgrade-${nextVersion}`;

/** A repository in which two files will be in conflict: one edited, one that is emitted no more. */
async function contested(): Promise<Emitted> {
  const repository = await workshop.repository();
  await repository.edit('README.md', 'and nothing else: PostgreSQL', 'and coffee: PostgreSQL');
  await repository.edit('.editorconfig', 'root = true', 'root = true\n# ours');
  await repository.commit();
  return repository;
}

async function resolve(repository: Emitted): Promise<void> {
  const text = await repository.read('README.md');
  await repository.write('README.md', text.replace(/<{7} yours\n([^]*?)\|{7}[^]*?>{7} .*\n/, '$1'));
  await repository.git('add', 'README.md');
  await repository.git('rm', '--quiet', '.editorconfig');
}

test('a second run changes nothing, before the commit and after it', async () => {
  const repository = await workshop.repository();
  await repository.upgrade();
  const once = await repository.snapshot();
  expect(await repository.upgrade()).toMatchObject({
    code: 0,
    changes: {},
    document: { outcome: 'finished' },
  });
  expect(await repository.snapshot()).toEqual(once);
  await repository.commit();
  expect(await repository.upgrade()).toMatchObject({ code: 0, document: { outcome: 'current' } });
  expect(await repository.snapshot()).toEqual(once);
  expect(await repository.git('status', '--porcelain')).toBe('');
});

test('a dry run prints what is then done, and writes nothing', async () => {
  const repository = await contested();
  const before = await repository.snapshot();
  const dry = await repository.upgrade('--dry-run');
  expect(dry).toMatchObject({ code: 0, document: { outcome: 'due', dryRun: true, undo: null } });
  expect(await repository.snapshot()).toEqual(before);
  expect(await repository.git('status', '--porcelain')).toBe('');
  const done = await repository.upgrade();
  expect(dry.document['changes']).toEqual(done.document['changes']);
  expect(dry.document['conflicts']).toEqual(done.document['conflicts']);
  expect(dry.document['notes']).toEqual(done.document['notes']);
});

test('--check ends with 4 while there is something to upgrade, then with 0, and writes nothing', async () => {
  const repository = await workshop.repository();
  const before = await repository.snapshot();
  expect(await repository.upgrade('--check')).toMatchObject({
    code: 4,
    document: { outcome: 'due', from: thisVersion, to: nextVersion },
  });
  expect(await repository.snapshot()).toEqual(before);
  await repository.upgrade();
  await repository.commit();
  expect(await repository.upgrade('--check')).toMatchObject({
    code: 0,
    document: { outcome: 'current' },
  });
});

describe('on a branch of its own', () => {
  test('a clean upgrade is one commit, and the undo that is printed takes it back', async () => {
    const repository = await workshop.repository();
    await repository.write('.git/hooks/pre-commit', '#!/bin/sh\nexit 1\n');
    await chmod(path.join(repository.root, '.git/hooks/pre-commit'), 0o755);
    const before = await repository.snapshot();
    const upgraded = await repository.upgrade('--branch');
    expect(upgraded).toMatchObject({ code: 0, document: { outcome: 'upgraded', branch } });
    expect(await repository.git('branch', '--show-current')).toBe(branch);
    expect(await repository.git('log', '--format=%s %an', 'main..HEAD')).toBe(
      `Upgrade from create-backend ${thisVersion} to ${nextVersion} Ada`,
    );
    expect(upgraded.document['commit']).toBe(await repository.git('rev-parse', 'HEAD'));
    expect(await repository.git('status', '--porcelain')).toBe('');

    expect(upgraded.document['undo']).toBe(`git switch main && git branch -D ${branch}`);
    await repository.git('switch', '--quiet', 'main');
    await repository.git('branch', '--quiet', '-D', branch);
    expect(await repository.snapshot()).toEqual(before);
  });

  test('conflicts wait there; running it again says what is left, then commits', async () => {
    const repository = await contested();
    const begun = await repository.upgrade('--branch', 'next');
    expect(begun).toMatchObject({ code: 5, document: { branch: 'next', commit: null } });
    expect(await repository.git('branch', '--show-current')).toBe('next');

    const left = await repository.upgrade();
    expect(left).toMatchObject({ code: 5, document: { code: 'unresolved-conflicts' } });
    expect(left.document['message']).toContain('README.md');
    expect(left.document['message']).toContain('.editorconfig');

    await resolve(repository);
    const finished = await repository.upgrade();
    expect(finished).toMatchObject({ code: 0, document: { outcome: 'finished', branch: 'next' } });
    expect(await repository.git('status', '--porcelain')).toBe('');
    expect(await repository.git('rev-list', '--count', 'main..next')).toBe('1');
    expect(await repository.read('README.md')).toContain('and coffee:');
    expect(await repository.upgrade()).toMatchObject({ code: 0, document: { outcome: 'current' } });
  });

  test('a file that was added with its markers is still a conflict', async () => {
    const repository = await contested();
    await repository.upgrade('--branch');
    await repository.git('add', 'README.md');
    await repository.git('rm', '--quiet', '.editorconfig');
    const left = await repository.upgrade();
    expect(left).toMatchObject({ code: 5, document: { code: 'unresolved-conflicts' } });
    expect(left.document['message']).toContain('README.md');
  });

  test.each([
    ['a detached HEAD', ['switch', '--quiet', '--detach'], [], 'detached-head'],
    ['a branch of that name', ['branch', branch], [], 'branch-exists'],
    ['a name that git refuses', ['status'], ['a..b'], 'invalid-branch'],
  ])('%s is refused, and nothing is written', async (_, git, name, code) => {
    const repository = await workshop.repository();
    await repository.git(...git);
    const before = await repository.snapshot();
    expect(await repository.upgrade('--branch', ...name)).toMatchObject({
      code: 3,
      document: { code },
    });
    expect(await repository.snapshot()).toEqual(before);
    expect(await repository.git('status', '--porcelain')).toBe('');
  });

  test('without an identity everything is staged for the commit', async () => {
    const repository = await workshop.repository();
    await repository.git('config', 'user.name', '');
    await repository.git('config', 'user.email', '');
    const upgraded = await repository.upgrade('--branch');
    expect(upgraded).toMatchObject({ code: 0, document: { branch, commit: null } });
    expect(String(upgraded.document['notes'])).toContain('git has no identity');
    expect(await repository.git('diff', '--cached', '--name-only')).toContain('README.md');
    expect(await repository.git('diff', '--name-only')).toBe('');
  });
});

describe('--abort', () => {
  test('puts back files, index and branch after conflicts', async () => {
    const repository = await contested();
    const before = await repository.snapshot();
    const entries = await repository.git('ls-files', '--stage');
    await repository.upgrade('--branch');
    await repository.edit('README.md', '<<<<<<< yours\n', '');
    const back = await repository.upgrade('--abort');
    expect(back).toMatchObject({ code: 0, document: { outcome: 'taken-back' } });
    expect(await repository.snapshot()).toEqual(before);
    expect(await repository.git('ls-files', '--stage')).toBe(entries);
    expect(await repository.git('status', '--porcelain')).toBe('');
    expect(await repository.git('branch', '--format=%(refname:short)')).toBe('main');
    expect(await repository.upgrade('--abort')).toMatchObject({
      code: 3,
      document: { code: 'nothing-to-abort' },
    });
  });

  test('is the undo that an upgrade in place prints, and leaves what it did not write', async () => {
    const repository = await workshop.repository();
    await repository.edit('backend.yaml', 'p99Ms: 600', 'p99Ms: 500');
    const before = await repository.snapshot();
    const upgraded = await repository.upgrade();
    expect(upgraded.code).toBe(0);
    expect(upgraded.document['undo']).toBe(`npx create-backend@${nextVersion} upgrade --abort`);
    await repository.write('notes.txt', 'ours\n');
    expect((await repository.upgrade('--abort')).code).toBe(0);
    expect(await repository.snapshot()).toEqual({ ...before, 'notes.txt': 'ours\n' });
    expect(await repository.git('status', '--porcelain')).toBe(' M backend.yaml\n?? notes.txt');
  });

  test('does not lose what was edited since, unless told to', async () => {
    const repository = await workshop.repository();
    const before = await repository.snapshot();
    await repository.upgrade();
    await repository.edit('docs/releases.md', 'One a week.', 'Two a week.');
    const refused = await repository.upgrade('--abort');
    expect(refused).toMatchObject({ code: 3, document: { code: 'edited-since' } });
    expect(refused.document['message']).toContain('docs/releases.md');
    expect(await repository.read('docs/releases.md')).toContain('Two a week.');
    expect((await repository.upgrade('--abort', '--allow-dirty')).code).toBe(0);
    expect(await repository.snapshot()).toEqual(before);
  });

  test('takes nothing back once it is committed', async () => {
    const repository = await workshop.repository();
    await repository.upgrade();
    await repository.commit();
    expect(await repository.upgrade('--abort')).toMatchObject({
      code: 3,
      document: { code: 'nothing-to-abort' },
    });
    expect(await repository.git('status', '--porcelain')).toBe('');
  });
});

test('a dirty or merging tree is refused; --allow-dirty goes on', async () => {
  const repository = await workshop.repository();
  await repository.edit('README.md', '## Verbs', '## Ours\n\n## Verbs');
  const refused = await repository.upgrade();
  expect(refused).toMatchObject({ code: 3, document: { code: 'dirty-tree' } });
  expect(refused.document['message']).toContain('README.md');
  const allowed = await repository.upgrade('--allow-dirty');
  expect(allowed.code).toBe(0);
  expect(await repository.read('README.md')).toContain('## Ours');
  expect(await repository.read('README.md')).toContain('nothing more: PostgreSQL');

  const merging = await workshop.repository();
  await merging.write('.git/MERGE_HEAD', `${await merging.git('rev-parse', 'HEAD')}\n`);
  expect(await merging.upgrade()).toMatchObject({ code: 3, document: { code: 'merging' } });
});

test('a repository of a newer version is not brought down', async () => {
  const repository = await workshop.repository();
  await repository.edit(
    'backend.lock.json',
    `create-backend@${thisVersion}`,
    'create-backend@99.0.0',
  );
  await repository.commit();
  const refused = await repository.upgrade();
  expect(refused).toMatchObject({ code: 3, document: { code: 'downgrade' } });
  expect(refused.document['hint']).toContain('create-backend@99.0.0 upgrade');
});

test('an edit of backend.yaml is what it applies, also at the same version', async () => {
  const repository = await workshop.repository();
  await repository.upgrade();
  await repository.commit();
  await repository.edit('backend.yaml', 'p99Ms: 600', 'p99Ms: 120');
  const applied = await repository.upgrade();
  expect(applied).toMatchObject({
    code: 0,
    document: { outcome: 'upgraded', from: nextVersion, to: nextVersion },
  });
  expect(applied.changes['backend.lock.json']).toBe('update');
  expect(JSON.parse(await repository.read('backend.lock.json'))).toMatchObject({
    blueprint: { targets: { p99Ms: 120 } },
  });
  await repository.commit();
  await repository.edit('backend.yaml', 'p99Ms: 120', 'p99Ms: none');
  expect(await repository.upgrade()).toMatchObject({
    code: 2,
    document: { pointer: '/targets/p99Ms' },
  });
});

test('without git it merges all the same, marks conflicts in the files, and does not go on over them', async () => {
  const repository = await workshop.repository('no git');
  await repository.edit('compose.yaml', 'services:\n', 'services:\n  # ours\n');
  await repository.edit('README.md', 'and nothing else: PostgreSQL', 'and coffee: PostgreSQL');
  const original = path.join(workshop.folder, 'original');
  const upgraded = await repository.upgrade('--base', original);
  expect(upgraded).toMatchObject({ code: 5, document: { outcome: 'conflicts', undo: null } });
  expect(await repository.read('compose.yaml')).toContain('# ours');
  expect(await repository.read('compose.yaml')).toContain('stop_grace_period: 30s');
  expect(await repository.upgrade()).toMatchObject({
    code: 5,
    document: { code: 'unresolved-conflicts' },
  });
  const text = await repository.read('README.md');
  await repository.write('README.md', text.replace(/<{7} yours\n([^]*?)\|{7}[^]*?>{7} .*\n/, '$1'));
  expect(await repository.upgrade()).toMatchObject({ code: 0, document: { outcome: 'current' } });
});

test('in a folder of a monorepo only that folder is changed and committed', async () => {
  const outer = await workshop.repository();
  await rm(path.join(outer.root, '.git'), { recursive: true });
  const root = path.join(workshop.folder, 'monorepo');
  await mkdir(root);
  await cp(outer.root, path.join(root, 'services/backend'), { recursive: true });
  const monorepo = workshop.at(root);
  await monorepo.write('README.md', 'the monorepo\n');
  await monorepo.git('init', '--quiet', '--initial-branch=main');
  await monorepo.commit();
  const backend = workshop.at(path.join(root, 'services/backend'));
  await backend.edit('compose.yaml', 'services:\n', 'services:\n  # ours\n');
  await monorepo.commit();
  const upgraded = await backend.upgrade('--branch');
  expect(upgraded).toMatchObject({ code: 0, document: { branch } });
  expect(await backend.read('compose.yaml')).toContain('# ours');
  const files = (await monorepo.git('show', '--name-only', '--format=')).split('\n');
  expect(files.every((file) => file.startsWith('services/backend/'))).toBe(true);
  expect(await monorepo.git('status', '--porcelain')).toBe('');
});
