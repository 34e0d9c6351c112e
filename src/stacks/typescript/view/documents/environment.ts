import { code, table } from '../../../shared/documents/markdown.ts';
import type { RepositoryModel } from '../model.ts';

/** The environment variables of a service, as a table. */
export function environmentVariables({ blueprint, features, contexts }: RepositoryModel): string {
  const externals = contexts.flatMap((context) => context.externals);
  return table(
    ['Variable', 'Default', 'Meaning'],
    [
      ['DATABASE_URL', 'required', 'PostgreSQL, as the role of the application'],
      [
        'MIGRATION_DATABASE_URL',
        code('DATABASE_URL'),
        'PostgreSQL, as a role that acts as the owner of the schemas; for migrations and `audit:prune` only',
      ],
      ...(features.readReplicas
        ? [['DATABASE_REPLICA_URL', 'none', 'PostgreSQL replica that serves reads and lists']]
        : []),
      ...(features.redisCache
        ? [['REDIS_URL', 'none', 'Redis, the second level of the cache']]
        : []),
      ['OIDC_ISSUER', 'required', 'identity provider, found by discovery'],
      [
        'OIDC_AUDIENCE',
        'required',
        `audience of access tokens, ${code(blueprint.name)} in development`,
      ],
      ['OIDC_CLIENT_ID', 'required', 'this service as the client with which people sign in'],
      [
        'OIDC_CLIENT_SECRET',
        'this or the next',
        'secret of the client; one a line, of which the first is used, and the next while the provider does not know it yet',
      ],
      [
        'OIDC_CLIENT_KEY',
        'this or the former',
        'private keys of the client as PEM (PKCS#8), RSA or P-256, in the same way; the public halves are at `/auth/jwks.json`',
      ],
      [
        'SESSION_KEY',
        'follows from the secret or key of the client',
        'keys that seal sessions, 32 bytes in base64, one a line, the newest first',
      ],
      ...distinct(
        externals.map((external) => [
          external.addressVariable,
          'none',
          `address of the external ${external.name}; unset, its work waits`,
        ]),
      ),
      [
        'PUBLIC_URL',
        'required',
        'origin under which browsers reach the service; https, but for this machine',
      ],
      ['CORS_ALLOWED_ORIGINS', 'none', 'exact origins, with commas between them'],
      ['OTEL_EXPORTER_OTLP_ENDPOINT', 'none', 'where traces go, by OTLP over HTTP'],
      [
        'APP_ENV',
        code('development'),
        `${code('production')} refuses secrets in variables and serves no API page`,
      ],
      ['HOST', code('0.0.0.0'), 'address to listen on'],
      ['PORT', code('8080'), 'port of the API'],
      ['MANAGEMENT_PORT', code('9464'), 'port of health and metrics'],
      [
        'AUDIT_SEAL_SECONDS',
        code('60'),
        'how often the security log notes what the audit logs of the contexts hold',
      ],
      ['SHUTDOWN_GRACE_SECONDS', code('20'), 'time for requests in flight to finish'],
      [
        'LOG_LEVEL',
        code('info'),
        'the least that is logged: `debug`, `info`, `warn`, `error`, `silent`',
      ],
      ['DATABASE_POOL_MIN', code('5'), 'connections kept open'],
      ['DATABASE_POOL_MAX', code('20'), 'connections at most'],
      ['DATABASE_POOL_IDLE_MS', code('30000'), 'when a connection beyond the minimum is closed'],
      [
        'DATABASE_POOL_ACQUIRE_MS',
        code('5000'),
        'how long a request waits for a connection, then 503',
      ],
      [
        'DATABASE_STATEMENT_TIMEOUT_MS',
        code('10000'),
        'how long a statement of the application runs, then 503',
      ],
    ].map(([variable = '', fallback = '', meaning = '']) => [code(variable), fallback, meaning]),
  );
}

/** Two contexts may call the same external. */
function distinct(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(rows.map((row) => [row[0], row])).values()];
}
