import { createCache } from '@packages/platform/cache';
import type { Config } from '@packages/platform/config';
import { createDatabase } from '@packages/platform/database';
import {
  createAdmission,
  createHttpTools,
  createServer,
  scopesOf,
  type Server,
} from '@packages/platform/http';
import { createIdentity } from '@packages/platform/identity';
import { createLimits } from '@packages/platform/limits';
import { createMessaging } from '@packages/platform/messaging';
import type { ModuleDependencies } from '@packages/platform/module';
import type { ShutdownHook } from '@packages/platform/process';
import { createSealing, createSecurityLog } from '@packages/platform/security';
import { createSessions } from '@packages/platform/sessions';
import type { Telemetry } from '@packages/platform/telemetry';

import { createModules, migrations } from './contexts.ts';
import { subscriptions } from './subscriptions.ts';

export interface Service {
  readonly server: Server;
  /** What has to let go before the process ends, in order. */
  readonly hooks: readonly ShutdownHook[];
  start(): Promise<void>;
}

/** Puts the contexts of this process together: the only place that knows all of them. */
export async function compose(config: Config, telemetry: Telemetry): Promise<Service> {
  const database = await createDatabase({ config: config.database, telemetry });
  const identity = createIdentity({ ...config.oidc, telemetry });
  const securityLog = createSecurityLog({ database, telemetry });
  const limits = createLimits({
    rules: config.limits,
    redis: config.redis,
    service: config.service,
    telemetry,
  });
  const sealing = createSealing({
    database,
    schemas: migrations.map(({ schema }) => schema),
    everySeconds: config.auditSealSeconds,
    telemetry,
  });
  const sessions = createSessions({ config, database, identity, securityLog, telemetry });
  const admission = createAdmission({ identity, sessions, limits, securityLog });
  const cache = createCache({ redis: config.redis, telemetry });
  const heard = new Set(subscriptions.map(({ type }) => type));
  const dependencies: ModuleDependencies = {
    database,
    cache,
    clock: { now: () => new Date() },
    ids: { next: () => Bun.randomUUIDv7() },
    subscribed: (type) => heard.has(type),
    telemetry,
    http: createHttpTools({ admission, telemetry }),
    externals: config.externals,
  };
  const modules = createModules(dependencies);
  const messaging = createMessaging({ database, modules, subscriptions, telemetry });
  const signIn = sessions.routes(admission, scopesOf(modules));
  const server = createServer({
    modules: [...modules, { name: 'sign-in', routes: signIn }],
    config,
    telemetry,
    identity,
    admission,
    readiness: [{ name: 'database', ready: () => database.ping() }],
  });

  return {
    server,
    hooks: [
      { name: 'messaging', stop: messaging.stop },
      { name: 'cache', stop: cache.close },
      { name: 'sessions', stop: sessions.stop },
      { name: 'limits', stop: limits.close },
      { name: 'audit seals', stop: sealing.stop },
      { name: 'security log', stop: securityLog.stop },
      { name: 'database', stop: database.close },
    ],
    async start() {
      await limits.start();
      const { apiUrl, managementUrl } = await server.start();
      messaging.start();
      sealing.start();
      sessions.start();
      telemetry.logger.info({ apiUrl, managementUrl }, 'listening');
    },
  };
}
