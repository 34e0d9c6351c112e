import { chmod, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import {
  changedInNextRelease,
  nextRelease,
  nextVersion,
  thisVersion,
} from '../../support/next-release.ts';
import { makeVersion, type Program } from '../../support/next-version.ts';
import { openWorkshop, type Workshop } from './emitted.ts';

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

test('a repository nobody edited becomes what the next version creates, byte for byte', async () => {
  const repository = await workshop.repository();
  const upgraded = await repository.upgrade();
  expect(upgraded).toMatchObject({
    code: 0,
    document: { outcome: 'upgraded', from: thisVersion, to: nextVersion },
  });
  expect(upgraded.changes).toEqual({ ...changedInNextRelease, 'backend.lock.json': 'update' });

  const fresh = await openWorkshop(next.bin, next, '--preset', 'minimal');
  const created = await (await fresh.repository('no git')).snapshot();
  await fresh.close();
  expect(await repository.snapshot()).toEqual(created);
});

test('what people wrote elsewhere in a changed file stays, and the new lines come', async () => {
  const repository = await workshop.repository();
  await repository.edit('README.md', '## Verbs', '## Who to ask\n\nAda.\n\n## Verbs');
  await repository.edit(
    'compose.yaml',
    'services:\n',
    'services:\n  # ours\n  mail: { image: mailpit }\n',
  );
  await repository.edit(
    'package.json',
    '"type": "module",',
    '"type": "module",\n  "license": "MIT",',
  );
  await repository.edit(
    'apps/api/src/contexts.ts',
    '  return [',
    '  // first things first\n  return [',
  );
  await repository.edit(
    'packages/platform/src/read-at-most.ts',
    'if (length > limit) return null;',
    'if (length >= limit) return null;',
  );
  await repository.commit();
  const upgraded = await repository.upgrade();
  expect(upgraded).toMatchObject({ code: 0, document: { conflicts: [] } });
  for (const [file, ours, theirs] of [
    ['README.md', 'Ada.', 'nothing more: PostgreSQL'],
    ['compose.yaml', 'mail: { image: mailpit }', 'stop_grace_period: 30s'],
    ['package.json', '"license": "MIT"', '"format": "oxfmt ."'],
    ['apps/api/src/contexts.ts', '// first things first', 'hosts, by name.'],
    ['packages/platform/src/read-at-most.ts', 'length >= limit', 'and never more'],
  ] as const) {
    expect(upgraded.changes[file]).toBe('merge');
    const text = await repository.read(file);
    expect(text).toContain(ours);
    expect(text).toContain(theirs);
  }
});

test('the same line changed on both sides is a conflict: marked in the file and in the index', async () => {
  const repository = await workshop.repository();
  await repository.edit('compose.yaml', 'stop_grace_period: 25s', 'stop_grace_period: 60s');
  await repository.edit('README.md', 'and nothing else: PostgreSQL', 'and coffee: PostgreSQL');
  await repository.commit();
  const upgraded = await repository.upgrade();
  expect(upgraded).toMatchObject({ code: 5, document: { outcome: 'conflicts' } });
  expect(upgraded.changes).toMatchObject({ 'compose.yaml': 'conflict', 'README.md': 'conflict' });
  const text = await repository.read('README.md');
  for (const line of [
    '<<<<<<< yours',
    'and coffee:',
    '||||||| before',
    'nothing else:',
    '=======',
    'nothing more:',
    '>>>>>>> create-backend',
  ]) {
    expect(text).toContain(line);
  }
  expect((await repository.git('diff', '--name-only', '--diff-filter=U')).split('\n')).toEqual([
    'README.md',
    'compose.yaml',
  ]);
  expect(await repository.git('show', ':2:README.md')).toContain('and coffee:');
});

test('a file that was deleted stays deleted; one that is emitted no more goes, unless it was edited', async () => {
  const repository = await workshop.repository();
  await repository.remove('compose.yaml');
  await repository.edit('.editorconfig', 'root = true', 'root = true\n# ours');
  await repository.commit();
  const upgraded = await repository.upgrade();
  expect(upgraded.code).toBe(5);
  expect(await repository.look('compose.yaml')).toBeNull();
  expect(String(upgraded.document['notes'])).toContain('compose.yaml was deleted here');
  expect(upgraded.changes['.editorconfig']).toBe('conflict');
  expect(await repository.read('.editorconfig')).toContain('# ours');
  expect(upgraded.document['conflicts']).toEqual([
    expect.objectContaining({ path: '.editorconfig', reason: 'changed-and-deleted' }),
  ]);
});

test('edits follow a file that the release moved', async () => {
  const repository = await workshop.repository();
  await repository.edit('docs/adding-a-context.md', '## By hand', '## By hand, as we do');
  await repository.edit(
    'packages/platform/src/migrations/refused.ts',
    'export class',
    '// ours\nexport class',
  );
  await repository.commit();
  const upgraded = await repository.upgrade();
  expect(upgraded.code).toBe(0);
  expect(await repository.look('docs/adding-a-context.md')).toBeNull();
  expect(await repository.read('docs/guides/new-context.md')).toContain('## By hand, as we do');
  expect(await repository.look('packages/platform/src/migrations/refused.ts')).toBeNull();
  expect(await repository.read('packages/platform/src/migrations/refusal.ts')).toContain('// ours');
});

test('a path that somebody has taken is left to them: the moved file is merged like one added twice', async () => {
  const repository = await workshop.repository();
  await repository.write('docs/guides/new-context.md', '# Our own guide\n');
  await repository.commit();
  const upgraded = await repository.upgrade();
  expect(upgraded.code).toBe(5);
  expect(upgraded.document['conflicts']).toEqual([
    expect.objectContaining({ path: 'docs/guides/new-context.md', reason: 'both-added' }),
  ]);
  expect(await repository.git('show', ':2:docs/guides/new-context.md')).toBe('# Our own guide');
});

test('a file that people moved is upgraded where they keep it', async () => {
  const repository = await workshop.repository();
  await mkdir(path.join(repository.root, 'deploy'));
  await repository.git('mv', 'compose.yaml', 'deploy/compose.yaml');
  await repository.git(
    'mv',
    'packages/platform/src/read-at-most.ts',
    'packages/platform/src/read-limited.ts',
  );
  await repository.edit(
    'packages/platform/src/read-limited.ts',
    'let length = 0;',
    'let length = 0; // ours',
  );
  await repository.commit();
  const upgraded = await repository.upgrade();
  expect(upgraded.code).toBe(0);
  expect(await repository.look('compose.yaml')).toBeNull();
  expect(await repository.read('deploy/compose.yaml')).toContain('stop_grace_period: 30s');
  const moved = await repository.read('packages/platform/src/read-limited.ts');
  expect(moved).toContain('and never more');
  expect(moved).toContain('// ours');
  expect(upgraded.document['changes']).toContainEqual(
    expect.objectContaining({ path: 'compose.yaml', from: 'deploy/compose.yaml' }),
  );
});

test('a file of the team that was edited is kept, and told; one that was not follows', async () => {
  const file = 'contexts/planning/src/domain/task/task.repository.ts';
  const repository = await workshop.repository();
  await repository.edit(
    file,
    'Nobody else changes what was found',
    'No one touches what was found',
  );
  await repository.commit();
  const upgraded = await repository.upgrade();
  expect(upgraded.code).toBe(0);
  expect(await repository.read(file)).toContain('No one touches');
  expect(String(upgraded.document['notes'])).toContain(`${file} was edited here`);
});

test('a checkout with CR LF keeps its line ends, edited or not', async () => {
  const repository = await workshop.repository();
  await repository.write('.gitattributes', '* -text\n');
  for (const file of ['README.md', 'compose.yaml', 'packages/platform/src/read-at-most.ts']) {
    await repository.write(file, (await repository.read(file)).replaceAll('\n', '\r\n'));
  }
  await repository.edit('compose.yaml', 'services:\r\n', 'services:\r\n  # ours\r\n');
  await repository.commit();
  const upgraded = await repository.upgrade();
  expect(upgraded.code).toBe(0);
  expect(upgraded.changes).toMatchObject({ 'README.md': 'update', 'compose.yaml': 'merge' });
  for (const [file, theirs] of [
    ['README.md', 'nothing more:'],
    ['compose.yaml', 'stop_grace_period: 30s'],
    ['packages/platform/src/read-at-most.ts', 'and never more'],
  ] as const) {
    const text = await repository.read(file);
    expect(text).toContain(theirs);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  }
});

test('a repository formatted its own way is upgraded in that way', async () => {
  const repository = await workshop.repository();
  const settings = JSON.parse(await repository.read('.oxfmtrc.json')) as object;
  await repository.write(
    '.oxfmtrc.json',
    JSON.stringify({ ...settings, semi: false, tabWidth: 4 }, null, 4),
  );
  const formatter = path.resolve(import.meta.dirname, '../../../node_modules/.bin/oxfmt');
  await repository.git('-c', `alias.format=!${formatter}`, 'format', '.');
  await repository.commit();
  expect(await repository.read('packages/platform/src/read-at-most.ts')).not.toMatch(/;$/m);
  const upgraded = await repository.upgrade();
  expect(upgraded).toMatchObject({ code: 0, document: { conflicts: [] } });
  const text = await repository.read('packages/platform/src/read-at-most.ts');
  expect(text).toContain('and never more');
  expect(text).not.toMatch(/;$/m);
  expect(text).toMatch(/^ {4}limit: number/m);
});

test('an executable bit that people set survives a merge', async () => {
  const repository = await workshop.repository();
  const file = path.join(repository.root, 'README.md');
  await chmod(file, 0o755);
  await repository.edit('README.md', '## Verbs', '## Ours\n\n## Verbs');
  await repository.commit();
  expect((await repository.upgrade()).code).toBe(0);
  expect((await stat(file)).mode & 0o111).not.toBe(0);
  expect(await repository.git('ls-files', '--stage', 'README.md')).toMatch(/^100755/);
});
