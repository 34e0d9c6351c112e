export type * from './model.ts';
export { defaults, limits, type Draft } from './draft.ts';
export {
  eventsOfAggregate,
  eventsOfContext,
  eventType,
  fieldsNamed,
  idField,
  type AggregateEvent,
  type PublishedEvent,
} from './events.ts';
export { printFieldType } from './field-type.ts';
export {
  camel,
  checkName,
  constant,
  kebab,
  nameForms,
  pascal,
  pluralOf,
  postgresName,
  snake,
  suggestName,
  type NameForms,
  type NameKind,
} from './names.ts';
export { normalise, parseDraft } from './parse.ts';
export { pointerOf, type BlueprintProblem, type ProblemCode } from './problem.ts';
export { err, ok, type Err, type Ok, type Result } from './result.ts';
export { reservedBy, reservedWords } from './reserved-words.ts';
export { mergeWritten } from './merge.ts';
export { composePreset, presetSummaries, type PresetSummary, type PresetTexts } from './presets.ts';
export { applyFlags, type BlueprintFlags } from './apply-flags.ts';
export {
  parseAggregateFlag,
  parseContextFlag,
  parseSetFlag,
  parseTransitionFlag,
  type FlagProblem,
} from './flags.ts';
export { blueprintJsonSchema } from './json-schema.ts';
export { writeBlueprint, writtenForm, type WriteOptions } from './write.ts';
