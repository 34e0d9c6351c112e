import { createAdmission, type Admission } from '../http/index.ts';
import { createLimits, type LimitRules } from '../limits/index.ts';
import type { SecurityEvent, SecurityLog } from '../security/index.ts';
import { createSessions } from '../sessions/index.ts';
import { createTestTelemetry, type Telemetry } from '../telemetry/index.ts';
import { testIdentity } from './identity.ts';

export interface TestAdmission {
  readonly admission: Admission;
  /** What was refused so far, oldest first. */
  readonly refusals: readonly SecurityEvent[];
}

const plenty = { count: 1_000_000, seconds: 60 };

/** Decides as in production, but believes the tokens of `testIdentity` and keeps nothing. */
export function createTestAdmission(
  telemetry: Telemetry = createTestTelemetry(),
  rules: Partial<LimitRules> = {},
): TestAdmission {
  const refusals: SecurityEvent[] = [];
  const securityLog: SecurityLog = {
    record: (event) => void refusals.push(event),
    write: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const admission = createAdmission({
    identity: testIdentity,
    sessions: createSessions(),
    limits: createLimits({
      rules: { read: plenty, write: plenty, auth: plenty, ...rules },
      redis: null,
      service: 'test',
      telemetry,
    }),
    securityLog,
  });
  return { admission, refusals };
}
