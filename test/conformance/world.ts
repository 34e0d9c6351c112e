import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import type { Blueprint } from '../../src/blueprint/model.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { freePort } from '../support/free-port.ts';
import { type OutsideService, startOutsideService } from '../support/outside-service.ts';
import { type TestDatabase, createTestDatabase, databaseUrl } from '../support/postgres.ts';
import { type RedisServer, redisUrl, startRedis } from '../support/redis.ts';
import {
  type Environment,
  type Service,
  type Verbs,
  ready,
  runVerb,
  startService,
} from '../support/service.ts';
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.ts';
import { type TelemetrySink, startTelemetrySink } from '../support/telemetry-sink.ts';
import { type Api, connectApi } from './api.ts';
import { type Kept, keptBy } from './kept.ts';

/** What the suite is run on. */
export interface Subject {
  readonly verbs: Verbs;
  readonly blueprint: Blueprint;
  /** Superuser of the PostgreSQL that databases are made in. */
  readonly postgres: string;
  /** Whether it is only a part of a service, which uses no database. */
  readonly keepsNothing?: boolean;
}

/** A service with everything around it, each part in the hand of the test. */
export interface World {
  readonly subject: Subject;
  readonly blueprint: Blueprint;
  readonly service: Service;
  readonly api: Api;
  readonly identity: IdentityProvider;
  readonly sink: TelemetrySink;
  readonly database: TestDatabase;
  /** Stands between the service and its database. */
  readonly proxy: TcpProxy;
  readonly redis: RedisServer;
  /** Stands between the service and its Redis. */
  readonly redisProxy: TcpProxy;
  /** By the name of the external; empty where the world was opened without them. */
  readonly outside: ReadonlyMap<string, OutsideService>;
  /** The environment of a further process, on ports of its own. */
  environment(changes?: EnvironmentChanges): Promise<Environment>;
  /** A folder of this world, removed with it. */
  readonly folder: string;
  /** A file with this secret in it, as production wants them. */
  secretFile(secret: string): Promise<string>;
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Undefined only where the subject keeps nothing. */
  readonly kept: Kept | undefined;
  /** What to do when the world ends, before its parts do. */
  closing(work: () => Promise<void>): void;
  close(): Promise<void>;
}

/** `undefined` takes a variable away. */
export type EnvironmentChanges = Readonly<Record<string, string | undefined>>;

export interface WorldOptions {
  readonly label: string;
  /** Whether the blueprint's externals are there from the start. */
  readonly externals?: boolean;
  readonly changes?: EnvironmentChanges;
}

export async function openWorld(subject: Subject, options: WorldOptions): Promise<World> {
  const { blueprint, verbs } = subject;
  const closers: (() => Promise<void>)[] = [];
  const opened = async <T extends { stop(): Promise<void> }>(part: Promise<T>): Promise<T> => {
    const value = await part;
    closers.push(() => value.stop());
    return value;
  };
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer();
    closers.length = 0;
  };

  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'create-backend-conformance-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    await chmod(folder, 0o755);
    const clientSecret = path.join(folder, 'client-secret');
    await writeFile(clientSecret, 'not-a-secret-of-anybody');

    const database = await createTestDatabase(subject.postgres, options.label);
    closers.push(() => database.drop());
    const redis = await opened(startRedis());
    const [identity, sink, proxy, redisProxy] = await Promise.all([
      opened(startIdentityProvider()),
      opened(startTelemetrySink()),
      opened(startTcpProxy(database)),
      opened(startTcpProxy(redis)),
    ]);
    const redisAddress = path.join(folder, 'redis-url');
    await writeFile(redisAddress, redisUrl(redis, redisProxy.port), { mode: 0o644 });
    const outside = new Map<string, OutsideService>();
    for (const external of blueprint.contexts.flatMap((context) => context.externals)) {
      if (options.externals) outside.set(external.name, await opened(startOutsideService()));
    }

    const environment = async (changes: EnvironmentChanges = {}): Promise<Environment> => {
      const [port, managementPort] = await Promise.all([freePort(), freePort()]);
      const variables: Record<string, string | undefined> = {
        HOST: '127.0.0.1',
        PORT: String(port),
        MANAGEMENT_PORT: String(managementPort),
        DATABASE_URL: databaseUrl(database, database.application, proxy.port),
        REDIS_URL_FILE: redisAddress,
        OIDC_ISSUER: identity.issuer,
        OIDC_AUDIENCE: identity.audience,
        OIDC_CLIENT_ID: 'conformance',
        OIDC_CLIENT_SECRET_FILE: clientSecret,
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint,
        AUDIT_SEAL_SECONDS: '1',
        RATE_LIMIT_READ: '1000000/60',
        RATE_LIMIT_WRITE: '1000000/60',
        RATE_LIMIT_AUTH: '1000000/60',
        ...Object.fromEntries(
          [...outside].map(([name, service]) => [externalVariable(name), service.url]),
        ),
        ...options.changes,
        ...changes,
      };
      return Object.fromEntries(
        Object.entries(variables).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value] as const],
        ),
      );
    };

    await migrate(verbs, {
      ...(await environment()),
      MIGRATION_DATABASE_URL: databaseUrl(database, database.owner),
    });
    const service = startService(verbs, await environment());
    closers.push(() => service.stop());
    await ready(service);

    // Nearly every case looks into the database, many while they wait: connections are kept.
    const connections = new Pool({
      connectionString: databaseUrl(database, database.owner),
      max: 4,
    });
    connections.on('error', () => undefined);
    closers.push(() => connections.end());
    const query: World['query'] = async (sql) => (await connections.query(sql)).rows;
    return {
      subject,
      blueprint,
      service,
      api: connectApi(service.baseUrl, blueprint, identity),
      identity,
      sink,
      database,
      proxy,
      redis,
      redisProxy,
      outside,
      environment,
      folder,
      query,
      kept: subject.keepsNothing === true ? undefined : keptBy(query),
      closing: (work) => void closers.push(work),
      secretFile: async (secret) => {
        const file = path.join(folder, `secret-${randomUUID()}`);
        await writeFile(file, `${secret}\n`);
        return file;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** `payment-gateway` is reached at PAYMENT_GATEWAY_URL. */
export function externalVariable(name: string): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_URL`;
}

/** Runs the verb `migrate` and shows what it said where it fails. */
export async function migrate(verbs: Verbs, environment: Environment): Promise<void> {
  const completed = await runVerb(verbs, 'migrate', environment);
  if (completed.code !== 0) {
    throw new Error(
      `migrate ended with ${completed.code}\n${completed.stdout.slice(-3000)}\n${completed.stderr.slice(-3000)}`,
    );
  }
}

/** Another process of the same service, ended when `work` is done. */
export async function withInstance<T>(
  world: World,
  changes: EnvironmentChanges,
  work: (service: Service, api: Api) => Promise<T>,
): Promise<T> {
  const service = startService(world.subject.verbs, await world.environment(changes));
  try {
    await ready(service);
    return await work(service, connectApi(service.baseUrl, world.blueprint, world.identity));
  } finally {
    await service.stop();
  }
}
