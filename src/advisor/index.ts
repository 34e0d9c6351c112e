export { adrsOf, type Adr } from './adr.ts';
export { advise, consequenceOf, decisionsOf, topics } from './advise.ts';
export { complete, parseBlueprint, parseRaw, type Advised } from './complete.ts';
export { conflictsOf } from './conflicts.ts';
export { notEmittedYet, notesOf } from './not-emitted.ts';
export type { Alternative, Choice, Conflict, Decision, Inputs, RuleId, Topic } from './decision.ts';
export { deployablesFor } from './deployables.ts';
export { hostOf, isDerived } from './edit/hosting.ts';
export {
  withAggregate,
  type AggregateAddition,
  type AggregateRefusal,
} from './edit/with-aggregate.ts';
export {
  withContext,
  withoutContext,
  type Addition,
  type AdditionRefusal,
  type RemovalRefusal,
} from './edit/with-context.ts';
export { choices, choiceTexts, rules, type ChoiceText, type Rule } from './rules.ts';
