import { contractNames } from '../contracts.ts';
import { capitalised, lookupOf, withArticle } from '../domain.ts';
import type { AggregateModel } from '../model.ts';
import { literal } from '../names.ts';
import { acceptedValues, refusedSamples } from '../samples.ts';
import { exampleCount, exampleAt, snapshotValue } from './examples.ts';

export function aggregateTests(aggregate: AggregateModel): object {
  const count = exampleCount(aggregate);
  const changed = aggregate.fields.find(
    (field) => !field.immutable && acceptedValues(field).length > 1,
  );
  const immutable = aggregate.fields.find((field) => field.immutable);
  const unique = aggregate.fields.find((field) => field.unique);
  return {
    hasExamples: count > 0,
    hasSeveral: count > 1,
    one: withArticle(aggregate.names.words),
    examples: Array.from({ length: count }, (_, index) => ({
      members: aggregate.fields.map((field) => ({
        name: field.name,
        value: literal(exampleAt(field, index)),
      })),
    })),
    snapshot: aggregate.fields.map((field) => ({ name: field.name, value: snapshotValue(field) })),
    refusals: aggregate.fields.flatMap((field) =>
      refusedSamples(field).map((sample) => ({
        name: literal(`${field.names.words}: ${sample.name}`),
        input: `{ ${field.name}: ${sample.expression ?? literal(sample.value)} }`,
        pointer: literal(`/${field.name}${sample.below}`),
        code: literal(sample.code),
      })),
    ),
    optional: aggregate.fields.filter((field) => field.optional).map((field) => field.name),
    change:
      changed === undefined
        ? null
        : {
            name: changed.name,
            value: literal(acceptedValues(changed)[1]),
            snapshot:
              changed.kind === 'timestamp'
                ? `new Date(${literal(acceptedValues(changed)[1])})`
                : literal(acceptedValues(changed)[1]),
          },
    immutable:
      immutable === undefined
        ? null
        : {
            name: immutable.name,
            words: immutable.names.words,
            pointer: literal(`/${immutable.name}`),
            value: literal(acceptedValues(immutable)[0]),
          },
    unique:
      unique === undefined
        ? null
        : { name: unique.name, words: unique.names.words, pointer: literal(`/${unique.name}`) },
    created: literal(`${aggregate.name}Created`),
    changed: literal(`${aggregate.name}Changed`),
    removed: literal(`${aggregate.name}Removed`),
    transitions: aggregate.transitions.map((transition) => ({
      method: transition.method,
      name: transition.name,
      title: transition.names.words,
      from: transition.from.map(literal),
      refusedFrom: (aggregate.lifecycle?.states ?? [])
        .filter((state) => !transition.from.includes(state))
        .map(literal),
      to: literal(transition.to),
      event: literal(transition.event.name),
    })),
    first: aggregate.transitions.length === 0 ? null : lifecycleSteps(aggregate),
    contracts: aggregate.events.map((event) => ({
      name: literal(event.name),
      ...contractNames(event),
    })),
    lookups: aggregate.lookups.map((field) => ({
      method: lookupOf(field),
      field: field.name,
      words: field.names.words,
    })),
    title: capitalised(aggregate.pluralNames.words),
  };
}

/** A transition that a new aggregate allows, and one that it refuses. */
function lifecycleSteps(aggregate: AggregateModel): object {
  const initial = aggregate.lifecycle?.initial ?? '';
  const allowed = aggregate.transitions.find(({ from }) => from.includes(initial)) ?? null;
  const refused = aggregate.transitions.find(({ from }) => !from.includes(initial)) ?? null;
  return {
    allowed:
      allowed === null
        ? null
        : { name: allowed.name, to: literal(allowed.to), event: literal(allowed.event.name) },
    refused:
      refused === null
        ? null
        : { name: refused.name, transition: literal(refused.name), status: literal(initial) },
  };
}
