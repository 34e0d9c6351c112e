import { Document, isScalar, YAMLMap, YAMLSeq, type Node, type ToStringOptions } from 'yaml';

import { transitionEvent } from './events.ts';
import { fitsEnumShorthand, printFieldType } from './field-type.ts';
import type {
  Aggregate,
  Blueprint,
  Consumption,
  Context,
  EventReference,
  External,
  Field,
  Saga,
} from './model.ts';
import { pluralOf } from './names.ts';
import { defaultMaxLength } from './normalise-field.ts';

export interface WriteOptions {
  /** where editors find the JSON Schema: a path relative to the file, or an address */
  readonly schemaUrl: string;
}

/**
 * Writes a blueprint as the text of `backend.yaml`, to be read and edited by people. Reading the text
 * gives the same blueprint. What has a default is left out of contexts, and spelled out above them.
 */
export function writeBlueprint(blueprint: Blueprint, { schemaUrl }: WriteOptions): string {
  const head = section({
    $schema: schemaUrl,
    schema: blueprint.schema,
    name: blueprint.name,
    stack: blueprint.stack,
  });
  const parts = [
    `# yaml-language-server: $schema=${schemaUrl}\n# What this backend is. The decisions taken from \`team\` and \`targets\` are explained in docs/adr/.\n${head}`,
    section({ team: flow({ ...blueprint.team }), targets: flow({ ...blueprint.targets }) }),
    `# Decided from the targets (DEC-4, DEC-5). Each can be set; without its line it is decided again.\n${section({ features: { ...blueprint.features, cache: flow([...blueprint.features.cache]) } })}`,
    section({ delivery: { ...blueprint.delivery } }),
    `# The processes, and the contexts each one hosts (DEC-1 to DEC-3).\n${section({
      deployables: blueprint.deployables.map(({ name, contexts }) =>
        flow({ name, contexts: [...contexts] }),
      ),
    })}`,
    `# The bounded contexts. They meet in events only.\n${section({ contexts: blueprint.contexts.map(writtenContext) })}`,
  ];
  return parts.join('\n');
}

/**
 * A blueprint as a person would write it, as plain data: reading it gives the same blueprint. Throws
 * where the value has not the form of one, as a stored blueprint may not that somebody edited.
 */
export function writtenForm(blueprint: Blueprint): unknown {
  const { schema, name, stack, team, targets, features, delivery, deployables } = blueprint;
  const contexts = blueprint.contexts.map((context) => plain(writtenContext(context)));
  return { schema, name, stack, team, targets, features, delivery, deployables, contexts };
}

function plain(value: Value): unknown {
  if (value instanceof Flow) return plain(value.value);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Value) => plain(item));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [[key, plain(item)] as const],
    ),
  );
}

const style: ToStringOptions = { lineWidth: 0, flowCollectionPadding: true, singleQuote: true };

/** Marks a value to be written on one line. */
class Flow {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

type Value =
  | string
  | number
  | boolean
  | Flow
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

const flow = (value: Value): Flow => new Flow(value);

function section(values: { readonly [key: string]: Value | undefined }): string {
  const document = new Document(null, { version: '1.2', schema: 'core' });
  document.contents = nodeOf(document, values, false);
  spaceOut(document.contents);
  return document.toString(style);
}

function nodeOf(document: Document, value: Value, onOneLine: boolean): Node {
  if (value instanceof Flow) {
    const node = nodeOf(document, value.value, true);
    return isTooLong(value.value, node) ? nodeOf(document, value.value, false) : node;
  }
  if (Array.isArray(value)) {
    const list: readonly Value[] = value;
    const node = new YAMLSeq();
    node.flow = onOneLine;
    node.items = list.map((item) => nodeOf(document, item, onOneLine));
    return node;
  }
  if (typeof value === 'object') {
    const node = new YAMLMap();
    node.flow = onOneLine;
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined) node.add(document.createPair(key, nodeOf(document, item, onOneLine)));
    }
    return node;
  }
  return document.createNode(value);
}

/** A line of the file is at most 100 characters, its indentation at most 16 of them. */
const LONGEST_LINE = 84;

/** Printing a node is slow: most are told by the length of their JSON, which has more quotes and fewer spaces. */
function isTooLong(value: Value, node: Node): boolean {
  const json = JSON.stringify(value);
  if (json.length * 2 <= LONGEST_LINE) return false;
  return new Document(node).toString(style).length > LONGEST_LINE;
}

/** An empty line between contexts and between aggregates. */
function spaceOut(node: unknown): void {
  if (!(node instanceof YAMLMap)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key) || !(value instanceof YAMLSeq)) continue;
    if (key.value !== 'contexts' && key.value !== 'aggregates') continue;
    for (const [index, item] of value.items.entries()) {
      if (!(item instanceof YAMLMap) || item.flow === true) continue;
      item.spaceBefore = index > 0;
      spaceOut(item);
    }
  }
}

function writtenContext(context: Context): Value {
  return {
    name: context.name,
    description: context.description ?? undefined,
    owner: context.owner ?? undefined,
    aggregates: list(
      context.aggregates.map((aggregate) => writtenAggregate(aggregate, context.name)),
    ),
    consumes: list(writtenConsumptions(context)),
    externals: list(context.externals.map((external) => writtenExternal(external, context.name))),
    sagas: list(context.sagas.map((saga) => writtenSaga(saga, context.name))),
  };
}

function writtenAggregate(aggregate: Aggregate, context: string): Value {
  const { lifecycle } = aggregate;
  return {
    name: aggregate.name,
    plural: aggregate.plural === pluralOf(aggregate.name) ? undefined : aggregate.plural,
    description: aggregate.description ?? undefined,
    fields: list(aggregate.fields.map((field) => writtenField(field, context))),
    lifecycle:
      lifecycle === null
        ? undefined
        : {
            initial: lifecycle.initial,
            transitions: lifecycle.transitions.map(({ name, from, to, emits }) =>
              flow({
                name,
                from: [...from],
                to,
                emits: emits === transitionEvent(aggregate.name, name, to) ? undefined : emits,
              }),
            ),
          },
  };
}

function writtenField(field: Field, context: string): Value {
  const { type } = field;
  return flow({
    name: field.name,
    type: printFieldType(type, field.optional, context),
    values: type.kind === 'enum' && !fitsEnumShorthand(type.values) ? [...type.values] : undefined,
    minLength: field.minLength ?? undefined,
    maxLength:
      field.maxLength === (defaultMaxLength[type.kind] ?? null)
        ? undefined
        : (field.maxLength ?? undefined),
    pattern: field.pattern ?? undefined,
    min: field.min ?? undefined,
    max: field.max ?? undefined,
    unique: field.unique ? true : undefined,
    immutable: field.immutable ? true : undefined,
  });
}

/** Neighbours that react in the same way are one entry with several events. */
function writtenConsumptions({ name, consumes }: Context): readonly Value[] {
  const groups: Consumption[][] = [];
  for (const consumption of consumes) {
    const group = groups.at(-1);
    if (JSON.stringify(group?.[0]?.reaction) === JSON.stringify(consumption.reaction))
      group?.push(consumption);
    else groups.push([consumption]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const events = group.map(({ on }) => eventName(on, name));
    const event = events.length === 1 ? eventName(first.on, name) : flow(events);
    return [{ event, ...writtenReaction(first.reaction) }];
  });
}

function writtenReaction(reaction: Consumption['reaction']): { readonly [key: string]: Value } {
  switch (reaction.kind) {
    case 'apply': {
      const { aggregate, transition, match, key } = reaction;
      return { apply: flow({ aggregate, transition, match, key: key === 'id' ? undefined : key }) };
    }
    case 'create':
      return { create: flow({ aggregate: reaction.aggregate, set: { ...reaction.set } }) };
    case 'project': {
      const { into, plural, fields } = reaction;
      const ownPlural = plural === pluralOf(into) ? undefined : plural;
      return { project: flow({ into, plural: ownPlural, fields: [...fields] }) };
    }
    case 'call': {
      const { external, operation, aggregate, send, succeeded, failed } = reaction;
      return {
        call: { external, operation, aggregate, send: flow({ ...send }), succeeded, failed },
      };
    }
  }
}

function writtenExternal(external: External, context: string): Value {
  return {
    name: external.name,
    operations: external.operations.map(
      ({ name, method, path, idempotent, request, response }) => ({
        name,
        method,
        path,
        idempotent,
        request: list(request.map((field) => writtenField(field, context))) ?? [],
        response: list(response.map((field) => writtenField(field, context))),
      }),
    ),
  };
}

function writtenSaga(saga: Saga, context: string): Value {
  return {
    name: saga.name,
    aggregate: saga.aggregate,
    startsOn: saga.startsOn,
    deadline: duration(saga.deadlineSeconds),
    steps: saga.steps.map((step) => ({
      name: step.name,
      request: step.request,
      send: flow({ ...step.send }),
      succeedsOn: eventName(step.succeedsOn, context),
      failsOn: step.failsOn === null ? undefined : eventName(step.failsOn, context),
      key: step.key,
      compensation: step.compensation ?? undefined,
    })),
    completes: saga.completes,
    compensates: saga.compensates,
  };
}

const eventName = ({ context, event }: EventReference, own: string): string =>
  context === own ? event : `${context}.${event}`;

function duration(seconds: number): string {
  const units = [
    ['h', 3600],
    ['m', 60],
  ] as const;
  const unit = units.find(([, length]) => seconds % length === 0);
  return unit === undefined ? `${seconds}s` : `${seconds / unit[1]}${unit[0]}`;
}

const list = (values: readonly Value[]): readonly Value[] | undefined =>
  values.length === 0 ? undefined : values;
