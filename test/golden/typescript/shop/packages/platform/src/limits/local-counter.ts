import { LRUCache } from 'lru-cache';
import type { Counted } from './counter.ts';
import type { LimitClass, LimitRules } from './limits.ts';

/**
 * Whoever was not heard of for longest is forgotten first. A flood of addresses then costs no more
 * memory than this, and gives each of them what a new address has anyway.
 */
const mostSubjects = 50_000;

/** Counts in the memory of this process. */
export interface LocalCounter {
  count(limitClass: LimitClass, key: string): Counted;
}

interface Span {
  readonly endsAt: number;
  used: number;
}

export function createLocalCounter(rules: LimitRules): LocalCounter {
  const spans = new LRUCache<string, Span>({ max: mostSubjects });
  return {
    count(limitClass, key) {
      // In whole milliseconds, so that what is left is never a little more than the span.
      const now = Math.floor(performance.now());
      const name = `${limitClass}:${key}`;
      let span = spans.get(name);
      if (span === undefined || span.endsAt <= now) {
        span = { endsAt: now + rules[limitClass].seconds * 1000, used: 0 };
        spans.set(name, span);
      }
      span.used += 1;
      return { used: span.used, milliseconds: span.endsAt - now };
    },
  };
}
