import { chmod } from 'node:fs/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { developerEnvironment, succeed } from '../../support/command.ts';
import { nextRelease, nextVersion } from '../../support/next-release.ts';
import { makeVersion, type Program } from '../../support/next-version.ts';
import { openWorkshop, type Workshop } from './emitted.ts';

let next: Program;
let workshop: Workshop;
beforeAll(async () => {
  next = await makeVersion(nextRelease);
  workshop = await openWorkshop(inject('program'), next, '--preset', 'shop');
  await chmod(workshop.folder, 0o755);
});
afterAll(async () => {
  await workshop.close();
  await next.remove();
});

test('shop, edited and upgraded, passes its own check', { timeout: 600_000 }, async () => {
  const repository = await workshop.repository();
  await repository.edit('README.md', '## Verbs', '## Who to ask\n\nAda.\n\n## Verbs');
  await repository.edit(
    'package.json',
    '"private": true,',
    '"private": true,\n  "license": "MIT",',
  );
  await repository.edit(
    'apps/api/src/contexts.ts',
    '    createOrderingModule(dependencies),',
    '    // takes the orders\n    createOrderingModule(dependencies),',
  );
  await repository.git(
    'mv',
    'packages/platform/src/read-at-most.ts',
    'packages/platform/src/read-limited.ts',
  );
  const imports = await repository.git('grep', '--name-only', 'read-at-most', '--', '*.ts');
  for (const file of imports.split('\n')) {
    await repository.write(
      file,
      (await repository.read(file)).replaceAll('read-at-most', 'read-limited'),
    );
  }
  await repository.commit();

  const upgraded = await repository.upgrade('--branch');
  expect(upgraded).toMatchObject({ code: 0, document: { to: nextVersion, conflicts: [] } });
  for (const verb of ['setup', 'check']) {
    await succeed({
      argv: ['bun', 'run', verb],
      cwd: repository.root,
      environment: developerEnvironment(),
      timeoutMs: 400_000,
    });
  }
  expect(await repository.git('status', '--porcelain')).toBe('');
  expect(await repository.read('packages/platform/src/read-limited.ts')).toContain(
    'and never more',
  );
});
