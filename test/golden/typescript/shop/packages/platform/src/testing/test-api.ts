import { createCache } from '../cache/index.ts';
import { createHttpTools, createServer, type Server } from '../http/index.ts';
import type { Module, ModuleDependencies } from '../module.ts';
import { createTestAdmission } from './admission.ts';
import { testIdentity, tokenFor } from './identity.ts';
import { createTestSessions } from './sessions.ts';
import type { TestDatabase } from './test-database.ts';

export interface TestRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Scopes of the token; null: no token. By default every scope of the module. */
  readonly scopes?: readonly string[] | null;
}

/** Modules behind the edge that they have in production, asked without a socket. */
export interface TestApi {
  readonly server: Server;
  request(method: string, path: string, request?: TestRequest): Promise<Response>;
}

export function createTestApi(
  { database, telemetry }: TestDatabase,
  createModules: (dependencies: ModuleDependencies) => readonly Module[],
): TestApi {
  const { admission, securityLog } = createTestAdmission(telemetry);
  const modules = createModules({
    database,
    telemetry,
    clock: { now: () => new Date() },
    ids: { next: () => Bun.randomUUIDv7() },
    subscribed: () => true,
    http: createHttpTools({ admission, telemetry }),
    cache: createCache({ redis: null, telemetry }),
    externals: {},
  });
  const signIn = createTestSessions({ database, securityLog, telemetry });
  const server = createServer({
    modules: [{ name: 'sign-in', routes: signIn.routes(admission, []) }, ...modules],
    config: {
      service: 'test',
      production: false,
      host: '127.0.0.1',
      port: 0,
      managementPort: 0,
      corsAllowedOrigins: [],
      trustedProxyHops: 0,
      publicUrl: null,
    },
    telemetry,
    identity: testIdentity,
    admission,
    readiness: [],
  });
  const allScopes = modules.flatMap(({ name }) => [`${name}:read`, `${name}:write`]);

  return {
    server,
    request(method, path, { body, headers = {}, scopes = allScopes } = {}) {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      return server.fetch(
        new Request(`http://localhost${path}`, {
          method,
          headers: {
            ...(scopes === null ? {} : { authorization: `Bearer ${tokenFor(scopes)}` }),
            ...(body === undefined ? {} : { 'content-type': type }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    },
  };
}
