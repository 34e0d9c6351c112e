import type { Conflict, Decision } from '../advisor/index.ts';
import type { Features, Targets, Team } from '../blueprint/model.ts';
import type { Answers } from './answers.ts';
import { ok, type Outcome } from './command.ts';
import { blueprintOf, type Sources } from './request.ts';

export interface Advice {
  /** what was decided from, defaults included */
  readonly inputs: { readonly team: Team; readonly targets: Targets };
  readonly decisions: readonly Decision[];
  /** wishes that go against a decision, and what follows */
  readonly conflicts: readonly Conflict[];
  readonly features: Features;
  readonly notes: readonly string[];
}

/** What the advisor decides for the given answers; nothing is written. */
export function advised(answers: Answers, sources: Sources, cwd: string): Outcome<Advice> {
  // Nothing is decided from the domain, but a blueprint has one.
  const hasDomain = answers.preset !== undefined || answers.blueprint !== undefined;
  const result = blueprintOf(
    hasDomain ? answers : { ...answers, context: ['planning'] },
    sources,
    cwd,
  );
  if (!result.ok) return result;
  const { blueprint, decisions, conflicts, notes } = result.value;
  const { team, targets, features } = blueprint;
  // What is said of a delivery that nobody described would be noise.
  const said = hasDomain || answers.set.length > 0 ? notes : [];
  const ofSource = sources.elsewhere?.notes ?? [];
  return ok({
    inputs: { team, targets },
    decisions,
    conflicts,
    features,
    notes: [...ofSource, ...said],
  });
}
