import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readBlueprint } from '../conformance/blueprint.ts';
import { type Selection, registerConformance } from '../conformance/register.ts';
import { type Completed, developerEnvironment, run, succeed } from '../support/command.ts';
import { createTestDatabase, databaseUrl } from '../support/postgres.ts';
import { typescriptVerbs } from '../support/service.ts';

interface Wanted {
  readonly name: string;
  /** Arguments of create besides the folder. */
  readonly flags: readonly string[];
  /** The blueprint or preset, from the root of the project. */
  readonly file: string;
  /** Whether the repository's tests start their own services, or are given a database. */
  readonly testsOn: 'embedded services' | 'a given database';
  /** Absent: every case of the conformance suite. */
  readonly conformance?: Selection;
}

/** The whole way of a repository: created from the tarball, set up, checked, tested, served, judged. */
export function registerRepository({ name, flags, file, testsOn, conformance }: Wanted): void {
  const source = path.resolve(import.meta.dirname, '../..', file);
  const blueprint = readBlueprint(readFileSync(source, 'utf8'), file);
  let folder = '';
  const repository = (): string => path.join(folder, name);
  const verb = (...argv: readonly string[]): Promise<Completed> =>
    run({
      argv: ['bun', 'run', ...argv],
      cwd: repository(),
      environment: developerEnvironment(),
      timeoutMs: 400_000,
    });

  describe(`the repository of ${name}`, () => {
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), `create-backend-e2e-${name}-`));
      // Embedded PostgreSQL drops root for a user who has to get in here.
      await chmod(folder, 0o755);
      await succeed({
        argv: ['node', inject('program'), name, ...flags, '--yes', '--no-install', '--no-git'],
        cwd: folder,
        environment: developerEnvironment(),
      });
      await succeed({
        argv: ['bun', 'run', 'setup'],
        cwd: repository(),
        environment: developerEnvironment(),
      });
    }, 300_000);
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test('passes its own check', { timeout: 400_000 }, async () => {
      expectSuccess(await verb('check'));
    });

    test(`passes its own tests on ${testsOn}`, { timeout: 400_000 }, async () => {
      if (testsOn === 'embedded services') {
        expectSuccess(await verb('test'));
        return;
      }
      const database = await createTestDatabase(inject('postgres'), `${name} tests`, {
        ownerCreatesDatabases: true,
      });
      try {
        const completed = await run({
          argv: ['bun', 'run', 'test'],
          cwd: repository(),
          environment: {
            ...developerEnvironment(),
            DATABASE_URL: databaseUrl(database, database.application),
            MIGRATION_DATABASE_URL: databaseUrl(database, database.owner),
          },
          timeoutMs: 400_000,
        });
        expectSuccess(completed);
      } finally {
        await database.drop();
      }
    });

    registerConformance(
      blueprint,
      () => ({ verbs: typescriptVerbs(repository()), blueprint, postgres: inject('postgres') }),
      conformance,
    );
  });
}

function expectSuccess({ code, stdout, stderr }: Completed): void {
  const said = `${stdout}\n${stderr}`;
  // Test runners bury the one line that matters under thousands that do not.
  const telling = said
    .split('\n')
    .filter((line) => /\(fail\)|\berror\b|\bTS\d{4}\b|^\s*x /.test(line));
  expect(code, `${telling.slice(0, 80).join('\n')}\n…\n${said.slice(-4000)}`).toBe(0);
}
