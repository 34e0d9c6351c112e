import { Counter } from 'prom-client';
import type { RedisConfig } from '../redis/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { createLocalCounter } from './local-counter.ts';
import {
  LimitsUnavailable,
  type LimitClass,
  type LimitRules,
  type Limits,
  type LimitState,
} from './limits.ts';
import type { Counted } from './counter.ts';
import { createSharedCounter } from './shared-counter.ts';
import { subjectKey } from './subject-key.ts';

export interface LimitsOptions {
  readonly rules: LimitRules;
  /** Where all processes count together; null: this one counts for itself. */
  readonly redis: RedisConfig | null;
  readonly service: string;
  readonly telemetry: Telemetry;
}

/** Counts together with all other processes, and for itself while that is not possible. */
export function createLimits({ rules, redis, service, telemetry }: LimitsOptions): Limits {
  const { logger, metrics } = telemetry;
  const local = createLocalCounter(rules);
  const shared = redis === null ? null : createSharedCounter({ rules, redis, service, logger });
  const rejections = new Counter({
    name: 'rate_limit_rejections_total',
    help: 'Requests refused because a budget was used up, by class of endpoint.',
    labelNames: ['class'],
    registers: [metrics],
  });
  for (const limitClass of ['read', 'write', 'auth']) rejections.inc({ class: limitClass }, 0);

  function stateOf(limitClass: LimitClass, { used, milliseconds }: Counted): LimitState {
    const rule = rules[limitClass];
    return {
      limitClass,
      rule,
      remaining: Math.max(0, rule.count - used),
      resetSeconds: Math.max(1, Math.ceil(milliseconds / 1000)),
      exceeded: used > rule.count,
      first: used === rule.count + 1,
    };
  }

  return {
    async take(limitClass, subject, { failClosed }) {
      const key = subjectKey(subject);
      const together = shared === null ? null : await shared.count(limitClass, key);
      if (together === null && shared !== null && failClosed) {
        throw new LimitsUnavailable('the shared counter is away');
      }
      const state = stateOf(limitClass, together ?? local.count(limitClass, key));
      if (state.exceeded) rejections.inc({ class: limitClass });
      return state;
    },
    start: async () => shared?.connected(),
    close: async () => shared?.close(),
  };
}
