import type { Draft } from './draft.ts';
import type { PublishedEvent } from './events.ts';
import type { Lifecycle } from './model.ts';
import type { Origins } from './origins.ts';
import { quote, suggest, type Report } from './problem.ts';

/** Every state can be reached, and every transition starts where something can be. */
export function checkLifecycles(draft: Draft, origins: Origins, report: Report): void {
  for (const { lifecycle } of draft.contexts.flatMap(({ aggregates }) => aggregates)) {
    if (lifecycle === null) continue;
    const entered = new Set([lifecycle.initial, ...lifecycle.transitions.map(({ to }) => to)]);
    const reachable = reachableStates(lifecycle, lifecycle.initial);
    for (const transition of lifecycle.transitions) {
      const path = origins.get(transition) ?? [];
      for (const state of transition.from) {
        if (entered.has(state)) continue;
        report(
          'unknown-state',
          [...path, 'from'],
          `No transition leads to the state ${quote(state)} that ${quote(transition.name)} starts from`,
          suggest(state, [...entered]),
        );
      }
      if (
        transition.from.every((state) => entered.has(state)) &&
        !transition.from.some((state) => reachable.has(state))
      ) {
        report(
          'unreachable-state',
          path,
          `${quote(transition.name)} can never happen: nothing gets to ${transition.from.map(quote).join(' or ')} from ${quote(lifecycle.initial)}`,
          'Add a transition that leads there.',
        );
      }
    }
  }
}

/** The states that can follow from one, itself included. */
function reachableStates(lifecycle: Lifecycle, start: string): ReadonlySet<string> {
  const reachable = new Set([start]);
  for (const state of reachable) {
    for (const transition of lifecycle.transitions)
      if (transition.from.includes(state)) reachable.add(transition.to);
  }
  return reachable;
}

/** Whether the transition can follow, at once or later, on what led to the state (null: any state). */
export function canFollow(lifecycle: Lifecycle, transition: string, state: string | null): boolean {
  const found = lifecycle.transitions.find(({ name }) => name === transition);
  if (found === undefined || state === null) return true;
  const reachable = reachableStates(lifecycle, state);
  return found.from.some((source) => reachable.has(source));
}

/** The state of an aggregate when the event happens; null: it can be any. */
export function stateAfter(lifecycle: Lifecycle, event: PublishedEvent): string | null {
  if (event.cause === 'create') return lifecycle.initial;
  return event.transition?.to ?? null;
}
