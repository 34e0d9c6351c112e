import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { send } from '../../support/http-client.ts';
import { databaseUrl, withClient } from '../../support/postgres.ts';
import { type Environment, runVerb } from '../../support/service.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import { type EnvironmentChanges, type World, withInstance } from '../world.ts';

const configurationError = 78;

/** What the environment may say, and what a service says to one that is wrong. */
export function configurationCases(resourcePath: string): Case[] {
  return [
    refused('nothing at all', allGone, ['DATABASE_URL', 'OIDC_ISSUER', 'OIDC_AUDIENCE']),
    refused(
      'several wrong values at once',
      {
        PORT: 'eighty',
        MANAGEMENT_PORT: '70000',
        SHUTDOWN_GRACE_SECONDS: '-1',
        OIDC_ISSUER: 'not a url',
        OIDC_AUDIENCE: undefined,
        DATABASE_URL: 'mysql://localhost/x',
      },
      [
        'PORT',
        'MANAGEMENT_PORT',
        'SHUTDOWN_GRACE_SECONDS',
        'OIDC_ISSUER',
        'OIDC_AUDIENCE',
        'DATABASE_URL',
      ],
    ),
    refused(
      'no client at the provider',
      { OIDC_CLIENT_ID: undefined, OIDC_CLIENT_SECRET_FILE: undefined, PUBLIC_URL: undefined },
      ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL'],
    ),
    refused(
      'a client with two credentials, of which one is no key, and sessions without one',
      { OIDC_CLIENT_KEY: 'canary-key', SESSION_KEY: 'canary-session-key' },
      ['OIDC_CLIENT_KEY', 'SESSION_KEY'],
    ),
    refused(
      'a public address that browsers keep no cookie for',
      { PUBLIC_URL: 'http://shop.example' },
      ['PUBLIC_URL'],
    ),
    refused('a secret file that is not there', { DATABASE_URL_FILE: '/nonexistent/url' }, [
      'DATABASE_URL_FILE',
    ]),
    refused('production with a password in DATABASE_URL', { APP_ENV: 'production' }, [
      'DATABASE_URL',
    ]),
    refused(
      'production with inline secrets of any name',
      {
        APP_ENV: 'production',
        OIDC_CLIENT_SECRET: 'canary-secret',
        SMTP_PASSWORD: 'canary-password',
        SOME_API_TOKEN: 'canary-token',
        MIGRATION_DATABASE_URL: 'postgresql://owner:canary-owner@127.0.0.1/x',
      },
      [
        'DATABASE_URL',
        'OIDC_CLIENT_SECRET',
        'SMTP_PASSWORD',
        'SOME_API_TOKEN',
        'MIGRATION_DATABASE_URL',
      ],
    ),
    refused(
      'production with a secret file that cannot be read',
      { APP_ENV: 'production', OIDC_CLIENT_SECRET_FILE: '/nonexistent/secret' },
      ['OIDC_CLIENT_SECRET_FILE'],
    ),
    {
      id: 'configuration/migrate',
      title: 'migrate judges its environment in the same way',
      async run(world) {
        const environment = await world.environment({
          APP_ENV: 'production',
          MIGRATION_DATABASE_URL: databaseUrl(world.database, world.database.owner),
        });
        const { code, stdout, stderr } = await runVerb(world.subject.verbs, 'migrate', environment);
        expect(code, stderr).toBe(configurationError);
        for (const name of ['DATABASE_URL', 'MIGRATION_DATABASE_URL']) {
          expect(stdout + stderr).toContain(name);
        }
      },
    },
    {
      id: 'configuration/migrate again',
      title: 'migrating what is migrated already is fine',
      async run(world) {
        const environment = await world.environment({
          MIGRATION_DATABASE_URL: databaseUrl(world.database, world.database.owner),
        });
        const { code, stderr } = await runVerb(world.subject.verbs, 'migrate', environment);
        expect(code, stderr).toBe(0);
      },
    },
    {
      id: 'configuration/file wins',
      title: 'a secret in a file wins over one in a variable',
      timeoutMs: 60_000,
      async run(world) {
        const changes = {
          DATABASE_URL: 'postgresql://nobody:nothing@127.0.0.1:1/none',
          DATABASE_URL_FILE: await databaseUrlFile(world),
        };
        await withInstance(world, changes, async (_service, api) => {
          expectStatus(await api.ask({ method: 'GET', path: resourcePath }), 200);
        });
      },
    },
    {
      id: 'configuration/production',
      title: 'in production, with secrets in files, the service serves, without its docs page',
      timeoutMs: 60_000,
      async run(world) {
        const changes = {
          APP_ENV: 'production',
          DATABASE_URL: undefined,
          DATABASE_URL_FILE: await databaseUrlFile(world),
        };
        await withInstance(world, changes, async (service, api) => {
          expectStatus(await api.ask({ method: 'GET', path: resourcePath }), 200);
          const docs = await send({ method: 'GET', url: `${service.baseUrl}/docs` });
          expect(docs.status).toBe(404);
        });
      },
    },
    {
      id: 'configuration/rotation',
      title: 'a changed secret file is picked up without a restart',
      timeoutMs: 60_000,
      run: (world) => rotate(world, resourcePath),
    },
    {
      id: 'configuration/no exporter',
      title: 'without an OTLP endpoint nothing is exported and nothing is wrong',
      timeoutMs: 60_000,
      async run(world) {
        const changes = { OTEL_EXPORTER_OTLP_ENDPOINT: undefined };
        await withInstance(world, changes, async (service, api) => {
          expectStatus(await api.ask({ method: 'GET', path: resourcePath }), 200);
          const loud = service.logs().filter(({ level }) => level === 'error' || level === 'fatal');
          expect(loud).toEqual([]);
        });
      },
    },
  ];
}

const allGone: EnvironmentChanges = {
  DATABASE_URL: undefined,
  OIDC_ISSUER: undefined,
  OIDC_AUDIENCE: undefined,
};

function refused(what: string, changes: EnvironmentChanges, named: readonly string[]): Case {
  return {
    id: `configuration/${what}`,
    title: `${what}: start exits with 78 and names every problem at once`,
    timeoutMs: 60_000,
    async run(world) {
      const environment: Environment = await world.environment(changes);
      const { code, stdout, stderr } = await runVerb(
        world.subject.verbs,
        'start',
        environment,
        20_000,
      );
      const said = stdout + stderr;
      expect(code, said).toBe(configurationError);
      for (const name of named) expect(said).toMatch(new RegExp(`\\b${name}\\b`));
      const { owner, application } = world.database;
      for (const secret of ['canary-', owner.password, application.password]) {
        expect(said, 'no secret is shown').not.toContain(secret);
      }
    },
  };
}

async function databaseUrlFile(world: World): Promise<string> {
  const file = path.join(world.folder, 'database-url');
  await writeFile(file, `${databaseUrl(world.database, world.database.application)}\n`);
  await chmod(file, 0o644);
  return file;
}

/** Changes the password of a role of the service's own kind while the service uses it. */
async function rotate(world: World, resourcePath: string): Promise<void> {
  const { database, subject } = world;
  const role = { name: `${database.application.name}_rotated`, password: 'before-rotation' };
  const file = path.join(world.folder, 'rotated-database-url');
  const administer = (...statements: readonly string[]): Promise<void> =>
    withClient(subject.postgres, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  await administer(
    `CREATE ROLE "${role.name}" LOGIN PASSWORD '${role.password}' IN ROLE "${database.application.name}"`,
  );
  try {
    await writeFile(file, databaseUrl(database, role));
    const changes = { DATABASE_URL: undefined, DATABASE_URL_FILE: file };
    await withInstance(world, changes, async (_service, api) => {
      expectStatus(await api.ask({ method: 'GET', path: resourcePath }), 200);
      const next = { ...role, password: 'after-rotation' };
      await administer(`ALTER ROLE "${role.name}" PASSWORD '${next.password}'`);
      await writeFile(file, databaseUrl(database, next));
      await administer(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role.name}'`,
      );
      await eventually(
        async () => {
          const reply = await api.ask({ method: 'GET', path: resourcePath });
          return reply.status === 200 ? true : undefined;
        },
        { what: 'a connection with the new password' },
      );
      const replies = await Promise.all(
        Array.from({ length: 30 }, () => api.ask({ method: 'GET', path: resourcePath })),
      );
      for (const reply of replies) expectStatus(reply, 200);
    });
  } finally {
    await administer(`DROP ROLE IF EXISTS "${role.name}"`);
  }
}
