import { copyFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect } from 'vitest';
import { type Authority, createAuthority } from '../../support/certificates.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { send } from '../../support/http-client.ts';
import { serveTls } from '../../support/postgres-tls.ts';
import {
  type PostgresServer,
  type TestDatabase,
  createTestDatabase,
  databaseUrl,
  startPostgres,
  withClient,
} from '../../support/postgres.ts';
import { startRedis } from '../../support/redis.ts';
import { type Service, runVerb, startService } from '../../support/service.ts';
import { type Api, type Resource, connectApi } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import { fullBody } from '../samples/fresh.ts';
import { type EnvironmentChanges, type World, withInstance } from '../world.ts';

/** Reaches this machine, and is none of its loopback addresses. */
const elsewhere = '0.0.0.0';
const rightName = `IP:${elsewhere}`;

const configurationError = 78;

/** What production encrypts, whom it believes, and what it refuses to speak to. */
export function encryptionCases(resource: Resource): Case[] {
  return [
    {
      id: 'encryption/database',
      title: 'in production every connection to a database elsewhere is encrypted, without a word',
      timeoutMs: 120_000,
      run: (world) => withSecureDatabase(world, (secure) => verified(world, resource, secure)),
    },
    {
      id: 'encryption/database impostors',
      title: 'a database with a wrong, foreign or expired certificate, or an old TLS, gets nothing',
      timeoutMs: 180_000,
      run: (world) => withSecureDatabase(world, (secure) => refused(world, resource, secure)),
    },
    {
      id: 'encryption/database by name',
      title: 'the name of the host has to be in the certificate, on loopback too where it is asked',
      timeoutMs: 120_000,
      run: (world) => withSecureDatabase(world, (secure) => byName(world, secure)),
    },
    {
      id: 'encryption/plain database',
      title: 'a database that does not encrypt is told nothing but that it should',
      timeoutMs: 60_000,
      run: plainDatabase,
    },
    {
      id: 'encryption/weak modes',
      title: 'production refuses every sslmode that verifies less than all',
      timeoutMs: 120_000,
      run: weakModes,
    },
    {
      id: 'encryption/switched off',
      title: 'DATABASE_TLS=off and REDIS_TLS=off allow plain connections, and the log warns of it',
      timeoutMs: 60_000,
      run: (world) => switchedOff(world, resource),
    },
    {
      id: 'encryption/redis',
      title: 'in production Redis elsewhere is encrypted, and an impostor is never signed in to',
      timeoutMs: 120_000,
      run: (world) => encryptedRedis(world, resource),
    },
    {
      id: 'encryption/plain redis',
      title: 'a redis:// address elsewhere is refused at start, and one rotated in is not believed',
      timeoutMs: 60_000,
      run: plainRedis,
    },
    {
      id: 'encryption/addresses',
      title: 'production starts with no identity provider and no public address over plain http',
      timeoutMs: 60_000,
      async run(world) {
        const { code, said } = await startsWith(world, {
          OIDC_ISSUER: 'http://identity.example',
          PUBLIC_URL: 'http://shop.example',
        });
        expect(code, said).toBe(configurationError);
        for (const name of ['OIDC_ISSUER', 'PUBLIC_URL']) expect(said).toContain(name);
        expect(said).toContain('https');
      },
    },
  ];
}

/** A PostgreSQL of this case alone, and authorities of which one is to be trusted. */
interface SecureDatabase {
  readonly server: PostgresServer;
  readonly database: TestDatabase;
  readonly trusted: Authority;
  readonly foreign: Authority;
  /** Names the trusted authority; the case may replace its content. */
  readonly caFile: string;
  /** The environment of production, with the database under this host name. */
  environment(host: string): Promise<EnvironmentChanges>;
}

async function withSecureDatabase(
  world: World,
  work: (secure: SecureDatabase) => Promise<void>,
): Promise<void> {
  const [trusted, foreign] = await Promise.all([
    createAuthority(world.folder),
    createAuthority(world.folder),
  ]);
  const caFile = path.join(world.folder, 'database-ca.pem');
  await copyFile(trusted.certificateFile, caFile);
  const server = await startPostgres();
  try {
    await serveTls(server.adminUrl, await trusted.issue({ names: `${rightName},DNS:localhost` }));
    const database = await createTestDatabase(server.adminUrl, 'secure');
    const secure: SecureDatabase = {
      server,
      database,
      trusted,
      foreign,
      caFile,
      environment: async (host) => ({
        ...production,
        DATABASE_URL_FILE: await world.secretFile(
          databaseUrl({ ...database, host }, database.application),
        ),
        MIGRATION_DATABASE_URL_FILE: await world.secretFile(
          databaseUrl({ ...database, host }, database.owner),
        ),
        DATABASE_CA_FILE: caFile,
      }),
    };
    await work(secure);
  } finally {
    await server.stop();
  }
}

const production: EnvironmentChanges = { APP_ENV: 'production', DATABASE_URL: undefined };

async function verified(world: World, resource: Resource, secure: SecureDatabase): Promise<void> {
  const changes = await secure.environment(elsewhere);
  await expectMigrated(world, changes);
  await withInstance(world, changes, async (_service, api) => {
    await expectServed(api, resource);
    const versions = await sessionsOf(secure);
    expect(versions.length).toBeGreaterThan(0);
    for (const version of versions) expect(version).toMatch(/^TLSv1\.[23]$/);

    // Another authority, as when the old one runs out: new connections believe the new file.
    await copyFile(secure.foreign.certificateFile, secure.caFile);
    await serveTls(secure.server.adminUrl, await secure.foreign.issue({ names: rightName }));
    await endSessions(secure);
    await eventually(async () => ((await isServed(api, resource)) ? true : undefined), {
      what: 'a connection that believes the new authority',
    });
  });
}

/** What an impostor shows, and what the log says about it. */
const impostors: readonly {
  readonly shows: (secure: SecureDatabase) => Promise<Parameters<typeof serveTls>[1]>;
  readonly reason: RegExp;
}[] = [
  {
    shows: ({ foreign }) => foreign.issue({ names: rightName }),
    reason: /verif|self.signed|issuer|authority|trust/i,
  },
  {
    shows: ({ trusted }) => trusted.issue({ names: 'IP:10.0.0.1' }),
    reason: /host.?name|altname|match/i,
  },
  {
    shows: ({ trusted }) => trusted.issue({ names: 'DNS:database.example' }),
    reason: /host.?name|altname|match/i,
  },
  {
    shows: ({ trusted }) => trusted.issue({ names: rightName, expired: true }),
    reason: /expired/i,
  },
  {
    shows: async ({ trusted }) => ({
      ...(await trusted.issue({ names: rightName })),
      newest: 'TLSv1.1',
    }),
    reason: /protocol/i,
  },
];

async function refused(world: World, resource: Resource, secure: SecureDatabase): Promise<void> {
  const changes = await secure.environment(elsewhere);
  await expectMigrated(world, changes);
  await withUnready(world, changes, async (service, api) => {
    for (const { shows, reason } of impostors) {
      await serveTls(secure.server.adminUrl, await shows(secure));
      await endSessions(secure);
      const before = service.logs().length;
      await expectHealth(service, 'ready', 503);
      await expectHealth(service, 'live', 200);
      expectStatus(await api.ask({ method: 'GET', path: resource.path }), 503);
      await eventually(
        () => (reason.test(JSON.stringify(service.logs().slice(before))) ? true : undefined),
        { what: `a line of the log that says ${reason}` },
      );
      expect(await sessionsOf(secure), String(reason)).toEqual([]);
      const migration = await runVerb(
        world.subject.verbs,
        'migrate',
        await world.environment(changes),
      );
      expect(migration.code, String(reason)).not.toBe(0);
      expect(migration.stdout + migration.stderr).toMatch(reason);
    }
    await serveTls(secure.server.adminUrl, await secure.trusted.issue({ names: rightName }));
    await expectHealth(service, 'ready', 200);
    await expectServed(api, resource);
  });
}

async function byName(world: World, secure: SecureDatabase): Promise<void> {
  const changes = { ...(await secure.environment('localhost')), DATABASE_TLS: 'on' };
  await expectMigrated(world, changes);
  await serveTls(
    secure.server.adminUrl,
    await secure.trusted.issue({ names: 'DNS:other.localhost,DNS:database.example' }),
  );
  const { code, stdout, stderr } = await runVerb(
    world.subject.verbs,
    'migrate',
    await world.environment(changes),
  );
  expect(code).not.toBe(0);
  expect(stdout + stderr).toMatch(/host.?name|altname|match/i);
}

async function plainDatabase(world: World): Promise<void> {
  const listener = await listen('N');
  try {
    const { database } = world;
    const url = databaseUrl({ ...database, host: elsewhere }, database.application, listener.port);
    const changes = { ...production, DATABASE_URL_FILE: await world.secretFile(url) };
    await withUnready(world, changes, async (service) => {
      await expectHealth(service, 'ready', 503);
      await eventually(() => (/SSL|TLS/.test(JSON.stringify(service.logs())) ? true : undefined), {
        what: 'a line of the log about encryption',
      });
    });
    expect(listener.connections.length).toBeGreaterThan(0);
    const sslRequest = Buffer.from('0000000804d2162f', 'hex');
    for (const said of listener.connections) {
      expect(said.subarray(0, 8).equals(sslRequest), said.toString('latin1')).toBe(true);
      expect(said.includes(database.application.name), 'who we are').toBe(false);
    }
  } finally {
    await listener.stop();
  }
}

async function weakModes(world: World): Promise<void> {
  const { owner, application } = world.database;
  const fileOf = (role: typeof owner, mode: string): Promise<string> =>
    world.secretFile(
      `${databaseUrl({ ...world.database, host: elsewhere }, role)}?sslmode=${mode}`,
    );
  const expectRefused = ({ code, said }: Said): void => {
    expect(code, said).toBe(configurationError);
    expect(said).toMatch(/\bDATABASE_URL/);
    expect(said).toContain('verify-full');
    for (const { password } of [owner, application]) expect(said).not.toContain(password);
  };
  for (const mode of ['disable', 'no-verify', 'allow', 'prefer', 'require', 'verify-ca']) {
    expectRefused(await startsWith(world, { DATABASE_URL_FILE: await fileOf(application, mode) }));
  }
  const changes = {
    ...production,
    DATABASE_URL_FILE: await fileOf(application, 'require'),
    MIGRATION_DATABASE_URL_FILE: await fileOf(owner, 'require'),
  };
  const environment = await world.environment(changes);
  const { code, stdout, stderr } = await runVerb(world.subject.verbs, 'migrate', environment);
  expectRefused({ code, said: stdout + stderr });
  expect(stdout + stderr).toContain('MIGRATION_DATABASE_URL');
}

async function switchedOff(world: World, resource: Resource): Promise<void> {
  const { database, redis } = world;
  const changes = {
    ...production,
    DATABASE_URL_FILE: await world.secretFile(
      databaseUrl({ ...database, host: elsewhere }, database.application),
    ),
    REDIS_URL_FILE: await world.secretFile(
      `redis://:${redis.password}@${elsewhere}:${redis.port}/0`,
    ),
    DATABASE_TLS: 'off',
    REDIS_TLS: 'off',
  };
  await withInstance(world, changes, async (service, api) => {
    await expectServed(api, resource);
    const warnings = service.logs().filter(({ level }) => level === 'warn');
    for (const name of ['DATABASE_TLS', 'REDIS_TLS']) {
      expect(JSON.stringify(warnings), name).toContain(name);
    }
  });
}

async function encryptedRedis(world: World, resource: Resource): Promise<void> {
  const [trusted, foreign] = await Promise.all([
    createAuthority(world.folder),
    createAuthority(world.folder),
  ]);
  const shown = [
    { ...(await trusted.issue({ names: rightName })), good: true },
    { ...(await foreign.issue({ names: rightName })), good: false },
    { ...(await trusted.issue({ names: 'IP:10.0.0.1' })), good: false },
    { ...(await trusted.issue({ names: rightName, expired: true })), good: false },
  ];
  for (const { good, certificateFile, keyFile } of shown) {
    const tlsPort = await freePort();
    const redis = await startRedis({
      'tls-port': tlsPort,
      'tls-cert-file': certificateFile,
      'tls-key-file': keyFile,
      'tls-ca-cert-file': trusted.certificateFile,
      'tls-auth-clients': 'no',
    });
    try {
      const changes = {
        ...production,
        DATABASE_URL_FILE: await world.secretFile(
          databaseUrl(world.database, world.database.application),
        ),
        REDIS_URL_FILE: await world.secretFile(
          `rediss://:${redis.password}@${elsewhere}:${tlsPort}/0`,
        ),
        REDIS_CA_FILE: trusted.certificateFile,
      };
      const encrypted = async (): Promise<boolean> =>
        (await redis.command('CLIENT', 'LIST')).includes(`:${tlsPort} `);
      await withInstance(world, changes, async (service, api) => {
        if (good) {
          await eventually(async () => ((await encrypted()) ? true : undefined), {
            what: 'an encrypted connection to Redis',
          });
          await expectServed(api, resource);
        } else {
          await eventually(
            () =>
              service
                .logs()
                .some((line) => line['level'] === 'warn' && /redis/i.test(JSON.stringify(line)))
                ? true
                : undefined,
            { what: 'a warning about Redis' },
          );
          await expectServed(api, resource);
          const asked = await redis.command('INFO', 'commandstats');
          expect(asked, 'an impostor').not.toMatch(/cmdstat_(?:hello|get|set|eval)/);
        }
      });
    } finally {
      await redis.stop();
    }
  }
}

async function plainRedis(world: World): Promise<void> {
  const listener = await listen(null);
  const secret = `canary-${world.redis.password}`;
  const url = (scheme: string): string => `${scheme}://:${secret}@${elsewhere}:${listener.port}/0`;
  const changes = (file: string): EnvironmentChanges => ({ ...production, REDIS_URL_FILE: file });
  try {
    const databaseFile = await world.secretFile(
      databaseUrl(world.database, world.database.application),
    );
    const plain = await startsWith(world, {
      ...changes(await world.secretFile(url('redis'))),
      DATABASE_URL_FILE: databaseFile,
    });
    expect(plain.code, plain.said).toBe(configurationError);
    expect(plain.said).toContain('REDIS_URL');
    expect(plain.said).not.toContain(secret);

    await withInstance(
      world,
      { ...changes(await world.secretFile(url('rediss'))), DATABASE_URL_FILE: databaseFile },
      async () => {
        await eventually(() => (listener.connections.length > 0 ? true : undefined), {
          what: 'an attempt to reach Redis',
        });
      },
    );
    for (const said of listener.connections) {
      // 0x16: a TLS handshake.
      if (said.length > 0) expect(said[0]).toBe(0x16);
      expect(said.includes(secret)).toBe(false);
    }
  } finally {
    await listener.stop();
  }
}

interface Listener {
  readonly port: number;
  /** Everything that was said on each connection. */
  readonly connections: readonly Buffer[];
  stop(): Promise<void>;
}

/** Writes down what it is told; answers the first words with `answer`. */
async function listen(answer: string | null): Promise<Listener> {
  const connections: Buffer[] = [];
  const port = await freePort();
  const server = createServer((socket) => {
    const index = connections.push(Buffer.alloc(0)) - 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const before = connections[index] ?? Buffer.alloc(0);
      connections[index] = Buffer.concat([before, chunk]);
      if (answer === null) socket.destroy();
      else if (before.length === 0) socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { port, connections, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

interface Said {
  readonly code: number | null;
  readonly said: string;
}

async function startsWith(world: World, changes: EnvironmentChanges): Promise<Said> {
  const environment = await world.environment({ ...production, ...changes });
  const { code, stdout, stderr } = await runVerb(world.subject.verbs, 'start', environment, 20_000);
  return { code, said: stdout + stderr };
}

/** A process that is started and not expected to get ready. */
async function withUnready(
  world: World,
  changes: EnvironmentChanges,
  work: (service: Service, api: Api) => Promise<void>,
): Promise<void> {
  const service = startService(world.subject.verbs, await world.environment(changes));
  try {
    await expectHealth(service, 'live', 200);
    await work(service, connectApi(service.baseUrl, world.blueprint, world.identity));
  } finally {
    await service.stop();
  }
}

async function expectHealth(
  service: Service,
  probe: 'live' | 'ready',
  status: number,
): Promise<void> {
  const url = `${service.managementUrl}/health/${probe}`;
  await eventually(
    async () => ((await send({ method: 'GET', url })).status === status ? true : undefined),
    { withinMs: 20_000, what: `${probe} to answer ${status}` },
  );
}

async function expectMigrated(world: World, changes: EnvironmentChanges): Promise<void> {
  const { code, stdout, stderr } = await runVerb(
    world.subject.verbs,
    'migrate',
    await world.environment(changes),
  );
  expect(code, stdout + stderr).toBe(0);
}

async function expectServed(api: Api, { path: collection, aggregate }: Resource): Promise<void> {
  expectStatus(await api.ask({ method: 'GET', path: collection }), 200);
  const created = await api.ask({ method: 'POST', path: collection, json: fullBody(aggregate) });
  expect(created.status, created.text).toBeLessThan(300);
}

async function isServed(api: Api, { path: collection }: Resource): Promise<boolean> {
  return (await api.ask({ method: 'GET', path: collection })).status === 200;
}

/** The TLS version of each session of the application; null of a plain one. */
function sessionsOf({ server, database }: SecureDatabase): Promise<readonly (string | null)[]> {
  return withClient(server.adminUrl, async (client) => {
    const { rows } = await client.query<{ version: string | null }>(
      `SELECT version FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
       WHERE usename = '${database.application.name}'`,
    );
    return rows.map(({ version }) => version);
  });
}

async function endSessions({ server, database }: SecureDatabase): Promise<void> {
  await withClient(server.adminUrl, (client) =>
    client.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE usename = '${database.application.name}'`,
    ),
  );
}
