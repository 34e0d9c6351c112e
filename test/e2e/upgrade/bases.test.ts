import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { nextRelease, thisVersion } from '../../support/next-release.ts';
import { makeVersion, type Program } from '../../support/next-version.ts';
import { startRegistry, type Registry } from '../../support/registry.ts';
import { openWorkshop, type Emitted, type Workshop } from './emitted.ts';

let next: Program;
let workshop: Workshop;
let registry: Registry;
beforeAll(async () => {
  next = await makeVersion(nextRelease);
  workshop = await openWorkshop(inject('program'), next, '--preset', 'minimal');
  registry = await startRegistry([path.resolve(path.dirname(inject('program')), '..')]);
});
afterAll(async () => {
  await registry.stop();
  await workshop.close();
  await next.remove();
});

/** Nothing listens there. */
const nobody = 'http://127.0.0.1:9/';

const ours = '## Who to ask\n\nAda.\n\n## Verbs';

/** An edit beside what the release changes, so that how the file was emitted is needed. */
async function edit(repository: Emitted): Promise<void> {
  await repository.edit('README.md', '## Verbs', ours);
}

async function expectMerged(repository: Emitted): Promise<void> {
  const text = await repository.read('README.md');
  expect(text).toContain('Ada.');
  expect(text).toContain('nothing more: PostgreSQL');
  expect(text).not.toContain('<<<<<<<');
}

/** Histories in which git does not have the text that was emitted. */
const withoutIt: Readonly<Record<string, () => Promise<Emitted>>> = {
  'a shallow clone': async () => {
    const repository = await workshop.repository();
    await edit(repository);
    await repository.commit();
    const clone = workshop.at(`${repository.root}-shallow`);
    await repository.git('clone', '--quiet', '--depth=1', `file://${repository.root}`, clone.root);
    return clone;
  },
  'a squashed history': async () => {
    const repository = await workshop.repository();
    await edit(repository);
    await repository.git('checkout', '--quiet', '--orphan', 'squashed');
    await repository.commit();
    await repository.git('branch', '--quiet', '-D', 'main');
    await repository.git('reflog', 'expire', '--expire=now', '--all');
    await repository.git('gc', '--quiet', '--prune=now');
    return repository;
  },
  'a file that was formatted before the first commit': async () => {
    const repository = await workshop.repository('no git');
    await edit(repository);
    await repository.git('init', '--quiet', '--initial-branch=main');
    await repository.commit();
    return repository;
  },
  'no git at all': async () => {
    const repository = await workshop.repository('no git');
    await edit(repository);
    return repository;
  },
};

test('a full history has the text as emitted, and nobody else is asked', async () => {
  const repository = await workshop.repository();
  await edit(repository);
  await repository.commit();
  const asked = registry.requests.length;
  expect((await repository.upgradeWith(registry.url)).code).toBe(0);
  await expectMerged(repository);
  expect(registry.requests.length).toBe(asked);
});

describe.each(Object.entries(withoutIt))('%s', (_, make) => {
  test('is refused off line, naming the files and what to do, and nothing is written', async () => {
    const repository = await make();
    const before = await repository.snapshot();
    const refused = await repository.upgrade();
    expect(refused).toMatchObject({ code: 3, document: { code: 'base-missing' } });
    expect(refused.document['message']).toContain('- README.md');
    expect(refused.document['message']).not.toContain('compose.yaml');
    expect(refused.document['hint']).toContain(`npx create-backend@${thisVersion} render`);
    expect(refused.document['hint']).toContain('upgrade --base');
    expect(await repository.snapshot()).toEqual(before);
  });

  test('is upgraded with the version that emitted it, which npm brings', async () => {
    const repository = await make();
    const upgraded = await repository.upgradeWith(registry.url);
    expect(upgraded.stderr).toContain(`--package create-backend@${thisVersion}`);
    expect(upgraded).toMatchObject({ code: 0, document: { conflicts: [] } });
    await expectMerged(repository);
  });

  test('is upgraded with a folder that holds the repository as emitted', async () => {
    const repository = await make();
    const original = path.join(workshop.folder, 'original');
    expect((await repository.upgrade('--base', original)).code).toBe(0);
    await expectMerged(repository);
  });
});

test('--check needs no text, and runs nothing: that there is something to upgrade is known', async () => {
  const repository = await withoutIt['no git at all']?.();
  const asked = registry.requests.length;
  const checked = await repository?.upgradeWith(registry.url, '--check');
  expect(checked).toMatchObject({ code: 4, document: { outcome: 'due', dryRun: true } });
  expect(String(checked?.document['notes'])).toContain('README.md');
  expect(registry.requests.length).toBe(asked);
});

test('a folder whose text is not the one in the lock is no base', async () => {
  const repository = await withoutIt['no git at all']?.();
  const wrong = await workshop.repository('no git');
  await edit(wrong);
  const refused = await repository?.upgrade('--base', wrong.root);
  expect(refused).toMatchObject({ code: 3, document: { code: 'base-missing' } });
  expect(refused?.document['message']).toContain(
    `${wrong.root} does not hold it as the lock says.`,
  );
});

test('a registry that does not answer is told, and the upgrade refused', async () => {
  const repository = await withoutIt['no git at all']?.();
  const refused = await repository?.upgradeWith(nobody);
  expect(refused).toMatchObject({ code: 3, document: { code: 'base-missing' } });
  expect(refused?.document['message']).toContain('could not be run from npm');
});

test('files that nobody edited need no text: an untouched repository without git is upgraded off line', async () => {
  const repository = await workshop.repository('no git');
  await repository.edit('docs/architecture.md', '# ', '# Our ');
  const upgraded = await repository.upgrade();
  expect(upgraded).toMatchObject({ code: 0, document: { outcome: 'upgraded' } });
  expect(String(upgraded.document['notes'])).toContain('There is no git here');
});

test('a file that was deleted needs no text either, and stays deleted', async () => {
  const repository = await workshop.repository('no git');
  await repository.remove('compose.yaml');
  await repository.remove('docs/adding-a-context.md');
  const upgraded = await repository.upgrade();
  expect(upgraded).toMatchObject({ code: 0, document: { outcome: 'upgraded', conflicts: [] } });
  expect(await repository.look('compose.yaml')).toBeNull();
  expect(await repository.look('docs/guides/new-context.md')).toBeNull();
});
