import { quote } from '../../blueprint/problem.ts';
import type {
  Written,
  WrittenAggregate,
  WrittenConsumption,
  WrittenContext,
} from '../../blueprint/schema.ts';
import { err, ok, type Outcome } from '../command.ts';
import {
  aggregateReference,
  definedOnly,
  eventNames,
  eventReference,
  mapEventReferences,
  mapFieldTypes,
} from './references.ts';
import { findTarget, wrong } from './target.ts';

/** `ordering=sales`, or `ordering/Order=Purchase`. */
export function rename(blueprint: Written, text: string): Outcome<Written> {
  const [target = '', name = '', ...rest] = text.split('=').map((part) => part.trim());
  if (target === '' || name === '' || rest.length > 0) {
    return err(
      wrong(
        `--rename ${quote(text)} is not of the form old=new.`,
        'Write ordering=sales, or ordering/Order=Purchase.',
      ),
    );
  }
  const found = findTarget(blueprint, target, '--rename');
  if (!found.ok) return found;
  const { context, aggregate } = found.value;
  const neighbours = aggregate === null ? blueprint.contexts : (context.aggregates ?? []);
  if (neighbours.some((each) => each.name === name)) {
    return err(wrong(`--rename: there is a ${quote(name)} already.`, 'Choose another name.'));
  }
  return ok(
    aggregate === null
      ? renameContext(blueprint, context.name, name)
      : renameAggregate(blueprint, context, aggregate, name),
  );
}

function renameContext(blueprint: Written, old: string, name: string): Written {
  const renamed: Written = {
    ...blueprint,
    ...definedOnly({
      deployables: blueprint.deployables?.map((deployable) => ({
        ...deployable,
        contexts: deployable.contexts.map((each) => (each === old ? name : each)),
      })),
    }),
    contexts: blueprint.contexts.map((context) =>
      context.name === old ? { ...context, name } : context,
    ),
  };
  const references = mapEventReferences(renamed, (_, reference) =>
    reference.replace(new RegExp(`^${escaped(old)}\\.`), () => `${name}.`),
  );
  return mapFieldTypes(references, (_, type) =>
    type.replace(
      new RegExp(`^(\\s*ref\\s*\\(\\s*)${escaped(old)}(\\s*\\.)`),
      (__, before: string, after: string) => `${before}${name}${after}`,
    ),
  );
}

function renameAggregate(
  blueprint: Written,
  home: WrittenContext,
  aggregate: WrittenAggregate,
  name: string,
): Written {
  const old = aggregate.name;
  const before = eventNames(aggregate, old);
  const after = eventNames(aggregate, name);
  const renamedEvent = (event: string): string => after[before.indexOf(event)] ?? event;
  const same = (each: string): string => (each === old ? name : each);

  const renamed: Written = {
    ...blueprint,
    contexts: blueprint.contexts.map((context) => {
      if (context !== home) return context;
      return {
        ...context,
        ...definedOnly({
          // A plural written for the old name is not the new one's.
          aggregates: context.aggregates?.map((each) =>
            each === aggregate ? { ...each, name, plural: undefined } : each,
          ),
          consumes: context.consumes?.map((each) => renameReaction(each, same)),
          sagas: context.sagas?.map((saga) =>
            saga.aggregate === old
              ? { ...saga, aggregate: name, startsOn: renamedEvent(saga.startsOn) }
              : saga,
          ),
        }),
      };
    }),
  };
  const references = mapEventReferences(renamed, (context, reference) => {
    const written = eventReference(context, reference);
    if (written.context !== home.name) return reference;
    return reference.includes('.')
      ? `${written.context}.${renamedEvent(written.event)}`
      : renamedEvent(written.event);
  });
  return mapFieldTypes(references, (context, type) => {
    const reference = aggregateReference(context, type);
    if (reference === null || reference.context !== home.name || reference.aggregate !== old)
      return type;
    return `ref(${reference.context}.${name})${reference.optional ? '?' : ''}`;
  });
}

function renameReaction(
  consumption: WrittenConsumption,
  same: (name: string) => string,
): WrittenConsumption {
  const { apply, create, call } = consumption;
  return {
    ...consumption,
    ...definedOnly({
      apply: apply && { ...apply, aggregate: same(apply.aggregate) },
      create: create && { ...create, aggregate: same(create.aggregate) },
      call: call && {
        ...call,
        ...definedOnly({
          aggregate: call.aggregate === undefined ? undefined : same(call.aggregate),
        }),
      },
    }),
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
