import type { Database } from '../database/index.ts';
import type { SecurityLog } from '../security/index.ts';
import { createSessions, type Sessions } from '../sessions/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { testIdentity } from './identity.ts';

/** The routes of a sign-in as in production, with a provider that never answers. */
export const createTestSessions = (dependencies: {
  readonly database: Database;
  readonly securityLog: SecurityLog;
  readonly telemetry: Telemetry;
}): Sessions =>
  createSessions({
    ...dependencies,
    identity: testIdentity,
    config: {
      // Nobody listens on the discard port.
      oidc: { issuer: 'http://127.0.0.1:9' },
      publicUrl: 'http://localhost',
      signIn: {
        clientId: 'test',
        credential: { kind: 'secret', secret: { name: 'secret', current: () => 'secret' } },
        sessionKeys: null,
      },
    },
  });
