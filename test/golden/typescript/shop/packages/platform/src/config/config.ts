import { err, ok, type Result } from '@packages/kernel';
import type { LimitRules } from '../limits/index.ts';
import type { SignInConfig } from '../sessions/config.ts';
import { logLevels, type LogLevel } from '../telemetry/index.ts';
import { readDatabaseTls, secureDatabase, weakensTls } from './database-tls.ts';
import {
  readEnvironment,
  type ConfigProblem,
  type Environment,
  type EnvironmentReader,
} from './environment.ts';
import { refuseInlineSecrets } from './inline-secrets.ts';
import { limitDefaults, readLimit } from './limits.ts';
import { readRedis, type RedisConfig } from './redis.ts';
import { inlineSecret, type Secret } from './secret.ts';
import { readPublicOrigin, readSignIn } from './sign-in.ts';
import { refuseBlindTrust, requireHttps, switchedOff } from './transport.ts';

export interface Config {
  readonly production: boolean;
  readonly service: string;
  readonly host: string;
  readonly port: number;
  readonly managementPort: number;
  readonly shutdownGraceSeconds: number;
  readonly logLevel: LogLevel;
  readonly otlpEndpoint: string | null;
  readonly oidc: { readonly issuer: string; readonly audience: string };
  readonly signIn: SignInConfig;
  /** The origin that browsers know the service by. */
  readonly publicUrl: string;
  readonly corsAllowedOrigins: readonly string[];
  readonly database: DatabaseConfig;
  /** Null: this process counts and keeps for itself. */
  readonly redis: RedisConfig | null;
  readonly limits: LimitRules;
  /** How many proxies before us are believed when they say whom they speak for. */
  readonly trustedProxyHops: number;
  /** How often the security log says what the audit logs of the contexts hold. */
  readonly auditSealSeconds: number;
  /** Switches of this environment that leave connections of production unprotected. */
  readonly unprotected: readonly string[];
  /** Addresses of outside services by variable name; null: not available here. */
  readonly externals: Readonly<Record<string, string | null>>;
}

export interface DatabaseConfig {
  readonly url: Secret;
  /** Where reads go; null: to the primary as well. */
  readonly replicaUrl: Secret | null;
  readonly pool: PoolConfig;
  readonly statementTimeoutMs: number;
}

export interface MigrationConfig {
  readonly database: {
    /** Of the role that serves requests: it is granted what it may do. */
    readonly url: Secret;
    /** Of the role that owns the tables. */
    readonly migrationUrl: Secret;
    /** Of the role that serves requests. */
    readonly statementTimeoutMs: number;
  };
  readonly unprotected: readonly string[];
}

interface PoolConfig {
  readonly min: number;
  readonly max: number;
  readonly idleMs: number;
  readonly acquireMs: number;
}

export interface ConfigOptions {
  readonly service: string;
  /** Variables that hold the addresses of outside services, e.g. `PAYMENT_GATEWAY_URL`. */
  readonly externals?: readonly string[];
}

const anyPort = { min: 0, max: 65_535 };
const anyDuration = { min: 1, max: 86_400_000 };
const longestGraceSeconds = 3600;

/** Reads the whole environment of a service, or tells everything that is wrong with it. */
export function loadConfig(
  environment: Environment,
  { service, externals = [] }: ConfigOptions,
): Result<Config, readonly ConfigProblem[]> {
  const reader = readEnvironment(environment);
  const production = readProduction(environment, reader);
  const databaseUrl = createDatabaseUrlReader(reader, production);
  const config: Config = {
    production,
    service,
    host: reader.text('HOST') ?? '0.0.0.0',
    port: reader.integer('PORT', 8080, anyPort),
    managementPort: reader.integer('MANAGEMENT_PORT', 9464, anyPort),
    shutdownGraceSeconds: reader.integer('SHUTDOWN_GRACE_SECONDS', 20, {
      min: 0,
      max: longestGraceSeconds,
    }),
    logLevel: reader.choice('LOG_LEVEL', logLevels, 'info'),
    otlpEndpoint: reader.address('OTEL_EXPORTER_OTLP_ENDPOINT'),
    oidc: { issuer: readIssuer(reader), audience: reader.required('OIDC_AUDIENCE') },
    signIn: readSignIn(reader),
    publicUrl: readPublicOrigin(reader),
    corsAllowedOrigins: readOrigins(reader),
    database: {
      url: required(reader, databaseUrl('DATABASE_URL')),
      replicaUrl: databaseUrl('DATABASE_REPLICA_URL'),
      pool: readPool(reader),
      statementTimeoutMs: readStatementTimeout(reader),
    },
    redis: readRedis(reader, production),
    limits: {
      read: readLimit(reader, 'RATE_LIMIT_READ', limitDefaults.read),
      write: readLimit(reader, 'RATE_LIMIT_WRITE', limitDefaults.write),
      auth: readLimit(reader, 'RATE_LIMIT_AUTH', limitDefaults.auth),
    },
    trustedProxyHops: reader.integer('TRUSTED_PROXY_HOPS', 0, { min: 0, max: 10 }),
    auditSealSeconds: reader.integer('AUDIT_SEAL_SECONDS', 60, { min: 1, max: 3600 }),
    externals: readExternals(reader, externals, production),
    unprotected: switchedOff(reader, production, ['DATABASE_TLS', 'REDIS_TLS', 'EXTERNALS_TLS']),
  };
  if (production) requireHttps(reader, 'OIDC_ISSUER', config.oidc.issuer || null);
  return reader.problems.length === 0 ? ok(config) : err(reader.problems);
}

/** What migrations need; they run without an identity provider. */
export function loadMigrationConfig(
  environment: Environment,
): Result<MigrationConfig, readonly ConfigProblem[]> {
  const reader = readEnvironment(environment);
  const production = readProduction(environment, reader);
  const databaseUrl = createDatabaseUrlReader(reader, production);
  const url = required(reader, databaseUrl('DATABASE_URL'));
  const migrationUrl = databaseUrl('MIGRATION_DATABASE_URL') ?? url;
  const statementTimeoutMs = readStatementTimeout(reader);
  const unprotected = switchedOff(reader, production, ['DATABASE_TLS']);
  return reader.problems.length === 0
    ? ok({ database: { url, migrationUrl, statementTimeoutMs }, unprotected })
    : err(reader.problems);
}

function readProduction(environment: Environment, reader: EnvironmentReader): boolean {
  const production =
    reader.choice('APP_ENV', ['development', 'test', 'production'], 'development') === 'production';
  if (production) {
    refuseInlineSecrets(environment, reader);
    refuseBlindTrust(environment, reader);
  }
  return production;
}

/** All databases of a service are reached under the same rules. */
function createDatabaseUrlReader(
  reader: EnvironmentReader,
  production: boolean,
): (name: string) => Secret | null {
  const tls = readDatabaseTls(reader, production);
  return (name) => {
    const secret = reader.secret(name);
    if (secret === null || secret.current() === '') return secret;
    if (!isPostgresAddress(secret.current())) {
      reader.report(name, 'must be a postgres:// URL');
      return secret;
    }
    if (weakensTls(secret.current(), tls)) {
      reader.report(
        name,
        'asks for less than sslmode=verify-full; DATABASE_TLS=off would allow it',
      );
    }
    return secureDatabase(secret, tls);
  };
}

function required(reader: EnvironmentReader, url: Secret | null): Secret {
  if (url === null) reader.report('DATABASE_URL', 'is required');
  return url ?? inlineSecret('DATABASE_URL', '');
}

function readExternals(
  reader: EnvironmentReader,
  names: readonly string[],
  production: boolean,
): Readonly<Record<string, string | null>> {
  // A mesh encrypts for its services: then their addresses are plain ones.
  const encrypted = reader.choice('EXTERNALS_TLS', ['auto', 'off'], 'auto') === 'auto';
  const addresses = names.map((name) => [name, reader.address(name)] as const);
  for (const [name, address] of addresses) {
    if (production && encrypted) requireHttps(reader, name, address);
  }
  return Object.fromEntries(addresses);
}

const readStatementTimeout = (reader: EnvironmentReader): number =>
  reader.integer('DATABASE_STATEMENT_TIMEOUT_MS', 10_000, anyDuration);

function readPool(reader: EnvironmentReader): PoolConfig {
  const max = reader.integer('DATABASE_POOL_MAX', 20, { min: 1, max: 1000 });
  return {
    min: Math.min(max, reader.integer('DATABASE_POOL_MIN', 5, { min: 0, max: 1000 })),
    max,
    idleMs: reader.integer('DATABASE_POOL_IDLE_MS', 30_000, anyDuration),
    acquireMs: reader.integer('DATABASE_POOL_ACQUIRE_MS', 5000, anyDuration),
  };
}

const isPostgresAddress = (value: string): boolean =>
  URL.canParse(value) && /^postgres(?:ql)?:$/.test(new URL(value).protocol);

function readIssuer(reader: EnvironmentReader): string {
  if (reader.text('OIDC_ISSUER') === null) return reader.required('OIDC_ISSUER');
  return reader.address('OIDC_ISSUER') ?? '';
}

function readOrigins(reader: EnvironmentReader): readonly string[] {
  const origins = (reader.text('CORS_ALLOWED_ORIGINS') ?? '')
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      reader.report('CORS_ALLOWED_ORIGINS', `must list exact origins, which "${origin}" is not`);
    }
  }
  return origins;
}
