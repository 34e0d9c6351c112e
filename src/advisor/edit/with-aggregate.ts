import { applyFlags } from '../../blueprint/apply-flags.ts';
import { parseAggregateFlag, type FlagProblem } from '../../blueprint/flags.ts';
import type { Blueprint } from '../../blueprint/model.ts';
import type { BlueprintProblem } from '../../blueprint/problem.ts';
import { err, ok, type Result } from '../../blueprint/result.ts';
import { writtenForm } from '../../blueprint/write.ts';
import { parseRaw } from '../complete.ts';

/** An aggregate to be added to a context there is, in the words of the command line. */
export interface AggregateAddition {
  readonly context: string;
  /** `Invoice(number:string, total:money)` */
  readonly aggregate: string;
  /** `Invoice.settle: open -> settled` */
  readonly transitions: readonly string[];
}

export type AggregateRefusal =
  | { readonly kind: 'unknown-context'; readonly contexts: readonly string[] }
  | { readonly kind: 'there-already'; readonly aggregate: string }
  | { readonly kind: 'unreadable'; readonly problem: FlagProblem }
  | { readonly kind: 'invalid'; readonly problems: readonly BlueprintProblem[] };

/** The blueprint with one more aggregate, as if backend.yaml had been edited. */
export function withAggregate(
  before: Blueprint,
  { context, aggregate, transitions }: AggregateAddition,
): Result<Blueprint, AggregateRefusal> {
  const host = before.contexts.find(({ name }) => name === context);
  if (host === undefined) {
    const contexts = before.contexts.map(({ name }) => name);
    return err({ kind: 'unknown-context', contexts });
  }
  const line = `${context}/${aggregate.trim()}`;
  const parsed = parseAggregateFlag(line);
  if (!parsed.ok) return err({ kind: 'unreadable', problem: parsed.error });
  const { name } = parsed.value.aggregate;
  if (host.aggregates.some((each) => each.name === name))
    return err({ kind: 'there-already', aggregate: name });

  const written = applyFlags(Object(writtenForm(before)), {
    aggregate: [line],
    transition: transitions.map((each) => `${context}/${each.trim()}`),
  });
  if (!written.ok) return err({ kind: 'unreadable', problem: written.error });
  const advised = parseRaw(written.value);
  return advised.ok
    ? ok(advised.value.blueprint)
    : err({ kind: 'invalid', problems: advised.error });
}
