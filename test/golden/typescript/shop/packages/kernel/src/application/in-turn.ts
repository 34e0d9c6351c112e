import { ok } from '../result.ts';
import type { Selection } from '../selection.ts';
import type { Execution } from './execution.ts';
import type { Outcome } from './outcome.ts';

export interface InTurn {
  /** Ids of those that come next. */
  next(
    page: Omit<Selection<string>, 'statuses'>,
    execution: Execution,
  ): Promise<Outcome<readonly string[]>>;
  apply(id: string, execution: Execution): Promise<Outcome<unknown>>;
}

const pageSize = 100;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * Does to many what an event asks for, a unit of work for each, however many there are. The last
 * one marks the event as handled: what comes before it has to be nothing new the second time.
 */
export async function inTurn(
  execution: Execution,
  { next, apply }: InTurn,
): Promise<Outcome<unknown>> {
  const inBetween = { ...execution, delivery: null };
  let after = beforeAll;
  for (;;) {
    // One more than the page, to know whether it is the last.
    const found = await next({ after, limit: pageSize + 1 }, inBetween);
    if (!found.ok) return found;
    const page = found.value.slice(0, pageSize);
    const isLast = page.length === found.value.length;
    for (const [index, id] of page.entries()) {
      const ends = isLast && index === page.length - 1;
      const applied = await apply(id, ends ? execution : inBetween);
      if (!applied.ok) return applied;
      after = id;
    }
    if (isLast) return ok(undefined);
  }
}
