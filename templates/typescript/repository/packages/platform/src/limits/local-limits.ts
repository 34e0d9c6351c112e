import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { LimitClass, LimitRule, LimitRules, Limits, LimitState } from './limits.ts';
import { subjectKey } from './subject-key.ts';

/** Counts in the memory of this process: enough where there is one. */
export function createLocalLimits(rules: LimitRules): Limits {
  const limiters = {
    read: limiterOf(rules.read),
    write: limiterOf(rules.write),
    auth: limiterOf(rules.auth),
  };
  return {
    take: async (limitClass, subject) => {
      const rule = rules[limitClass];
      try {
        return stateOf(limitClass, rule, await limiters[limitClass].consume(subjectKey(subject)));
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return stateOf(limitClass, rule, refused);
        throw refused;
      }
    },
    close: () => Promise.resolve(),
  };
}

const limiterOf = ({ count, seconds }: LimitRule) =>
  new RateLimiterMemory({ points: count, duration: seconds });

/** What the library counted, in our words. */
export function stateOf(
  limitClass: LimitClass,
  rule: LimitRule,
  { consumedPoints, remainingPoints, msBeforeNext }: RateLimiterRes,
): LimitState {
  return {
    limitClass,
    rule,
    remaining: Math.max(0, remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    exceeded: consumedPoints > rule.count,
    first: consumedPoints === rule.count + 1,
  };
}
