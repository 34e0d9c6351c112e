import { err } from '@packages/kernel';
import { createAdmission, type Admission } from '../http/index.ts';
import { createLimits, type LimitRules } from '../limits/index.ts';
import type { SecurityEvent, SecurityLog } from '../security/index.ts';
import type { BrowserSessions } from '../identity/index.ts';
import { createTestTelemetry, type Telemetry } from '../telemetry/index.ts';
import { testIdentity } from './identity.ts';

export interface TestAdmission {
  readonly admission: Admission;
  readonly securityLog: SecurityLog;
  /** What was refused so far, oldest first. */
  readonly refusals: readonly SecurityEvent[];
}

/** Nobody has signed in by a browser. */
const noSessions: BrowserSessions = {
  cookieOf: () => null,
  find: () => Promise.resolve(err('no-session')),
  isOwnRequest: () => false,
};

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
    sessions: noSessions,
    limits: createLimits({
      rules: { read: plenty, write: plenty, auth: plenty, ...rules },
      redis: null,
      service: 'test',
      telemetry,
    }),
    securityLog,
  });
  return { admission, securityLog, refusals };
}
