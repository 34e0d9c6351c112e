import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { developerEnvironment, run, succeed, type Completed } from '../support/command.ts';

let folder = '';
const shop = (...segments: readonly string[]): string => path.join(folder, 'shop', ...segments);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'create-backend-contracts-'));
  await chmod(folder, 0o755);
  const environment = developerEnvironment();
  const create = [
    'node',
    inject('program'),
    'shop',
    '--preset',
    'shop',
    '--yes',
    '--no-install',
    '--no-git',
  ];
  await succeed({ argv: create, cwd: folder, environment });
  await succeed({ argv: ['bun', 'run', 'setup'], cwd: shop(), environment });
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs tests of the emitted repository on embedded services. */
async function tests(...files: readonly string[]): Promise<Completed> {
  return await run({
    argv: [
      'bun',
      'tools/dev/main.mjs',
      '--fresh',
      '--services',
      'postgres',
      '--',
      'bun',
      'test',
      ...files,
    ],
    cwd: shop(),
    environment: { ...developerEnvironment(), PACT_DO_NOT_TRACK: 'true' },
    timeoutMs: 120_000,
  });
}

/** Runs the work with a change in a file of the repository, which is taken back afterwards. */
async function withChange<T>(
  file: string,
  from: string,
  to: string,
  work: () => Promise<T>,
): Promise<T> {
  const text = await readFile(shop(file), 'utf8');
  expect(text, file).toContain(from);
  await writeFile(shop(file), text.replace(from, to));
  try {
    return await work();
  } finally {
    await writeFile(shop(file), text);
  }
}

const offences = [
  {
    name: 'an answer of the API that the front end does not expect',
    file: 'packages/platform/src/http/reply.ts',
    from: 'status: 201',
    to: 'status: 200',
    test: 'apps/api/test/pact/provider.test.ts',
  },
  {
    name: 'a field that an event no longer tells',
    file: 'contexts/catalog/src/application/product/publishing.ts',
    from: 'sku: snapshot.sku,',
    to: '',
    test: 'contexts/catalog/test/pact/events.provider.test.ts',
  },
  {
    name: 'a field that a context begins to rely on without an agreement',
    file: 'contexts/ordering/test/pact/events.consumer.test.ts',
    from: 'title: like(',
    to: 'subtitle: like(',
    test: 'contexts/ordering/test/pact/events.consumer.test.ts',
  },
  {
    name: 'another path of an external than was agreed on',
    file: 'contexts/payments/src/infrastructure/externals/payment-gateway.ts',
    from: "'/charges'",
    to: "'/charge'",
    test: 'contexts/payments/test/pact/payment-gateway.consumer.test.ts',
  },
  {
    name: 'an agreement that nobody expects any more',
    file: 'pacts/api/api/web.json',
    from: '"status": 204',
    to: '"status": 200',
    test: 'apps/api/test/pact/web.consumer.test.ts',
  },
];

describe('the contracts of an emitted repository', () => {
  test('hold', { timeout: 180_000 }, async () => {
    const { code, stdout, stderr } = await tests(...offences.map((offence) => offence.test));
    expect(code, `${stdout}\n${stderr}`).toBe(0);
  });

  test.each(offences)('notice $name', { timeout: 180_000 }, async (offence) => {
    const { code } = await withChange(offence.file, offence.from, offence.to, () =>
      tests(offence.test),
    );
    expect(code).not.toBe(0);
  });
});
