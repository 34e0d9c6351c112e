import { expect } from 'vitest';
import type { Blueprint, Consumption, Context, Field } from '../../../src/blueprint/model.ts';
import { type AggregateEvent, eventsOfAggregate } from '../../../src/blueprint/events.ts';
import { kebab } from '../../../src/blueprint/names.ts';
import { eventually } from '../../support/eventually.ts';
import { type Json, type JsonObject, asObject, isObject } from '../../support/json.ts';
import {
  type Created,
  changeOf,
  create,
  createIn,
  patch,
  read,
  remove,
  transition,
} from '../acting.ts';
import { type Resource, resourcesOf } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus, items, nextCursor } from '../expectations.ts';
import { fullBody, mutableField } from '../samples/fresh.ts';
import { spansOf, traceparent } from './traces.ts';
import { type World, withInstance } from '../world.ts';

const patience = { withinMs: 20_000, everyMs: 100 };

/** What contexts do about each other's events. Run with every external answering. */
export function eventCases(blueprint: Blueprint): Case[] {
  const resources = resourcesOf(blueprint);
  return blueprint.contexts.flatMap((context) =>
    context.consumes.flatMap((consumption, index) => {
      const source = sourceOf(resources, consumption);
      // Saga events have no resource that fires them: the saga cases see to those.
      if (source === undefined) return [];
      const id = `events/${context.name}/${index + 1} ${consumption.on.context}.${consumption.on.event}`;
      const reaction = consumption.reaction;
      switch (reaction.kind) {
        case 'project':
          return projectionCases(id, context, source, reaction);
        case 'apply':
          return applyCases(id, resources, context, source, reaction);
        case 'create':
          return creationCases(id, resources, context, source, reaction);
        case 'call':
          return callCases(id, blueprint, context, source, reaction);
      }
    }),
  );
}

/** The trace of a request goes on in the contexts that hear of it. */
export function continuationCases(blueprint: Blueprint): Case[] {
  const resources = resourcesOf(blueprint);
  const heard = blueprint.contexts
    .flatMap(({ consumes }) => consumes)
    .flatMap((consumption) => sourceOf(resources, consumption) ?? [])
    .find(({ cause }) => cause === 'transition' || cause === 'create');
  if (heard === undefined) return [];
  const { resource } = heard;
  return [
    {
      id: 'events/trace',
      title: 'the trace of a request continues through the outbox to the consumer',
      timeoutMs: 60_000,
      async run(world) {
        const prepared = heard.cause === 'create' ? undefined : await heard.prepare(world);
        const { traceId, header } = traceparent();
        const ask = { method: 'POST', headers: [header] };
        if (prepared === undefined) {
          const json = fullBody(resource.aggregate);
          expectStatus(await world.api.ask({ ...ask, path: resource.path, json }), 201);
        } else {
          const step = heard.step ?? '';
          const path = `${prepared.path}/${kebab(step)}`;
          expectStatus(await world.api.ask({ ...ask, path }), 200);
        }
        const consumer = 5;
        const spans = await spansOf(world, traceId, (found) =>
          found.some(({ kind }) => kind === consumer),
        );
        expect(
          spans.filter(({ kind }) => kind === 2),
          'one server span',
        ).toHaveLength(1);
      },
    },
  ];
}

/** However many processes share the work, an event has its effect once. */
export function sharingCases(blueprint: Blueprint): Case[] {
  const resources = resourcesOf(blueprint);
  const heard = blueprint.contexts.flatMap((context) =>
    context.consumes.flatMap((consumption) => {
      const from = sourceOf(resources, consumption);
      const { reaction } = consumption;
      const target = resources.find(
        (each) =>
          each.context === context &&
          reaction.kind === 'create' &&
          each.aggregate.name === reaction.aggregate,
      );
      if (from === undefined || target === undefined || reaction.kind !== 'create') return [];
      return [{ from, target, set: reaction.set }];
    }),
  );
  return heard.slice(0, 1).map(({ from, target, set }) => ({
    id: 'events/two processes',
    title: `with two processes at work an event makes one ${target.aggregate.name}, not two`,
    timeoutMs: 90_000,
    run: (world) =>
      withInstance(world, {}, async () => {
        const fired = await Promise.all(Array.from({ length: 15 }, () => fire(world, from)));
        const made = async (): Promise<number[]> => {
          const all = await listAll(world, target.path, () => true);
          return fired.map(({ id, body }) => {
            const expected = Object.fromEntries(
              Object.entries(set).map(([to, key]) => [to, (key === 'id' ? id : body[key]) ?? null]),
            );
            return all.filter((item) => same(pick(item, Object.keys(set)), expected)).length;
          });
        };
        await eventually(
          async () => ((await made()).every((count) => count > 0) ? true : undefined),
          {
            ...patience,
            what: 'an effect of each event',
          },
        );
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        expect(await made()).toEqual(fired.map(() => 1));
      }),
  }));
}

/** A crash in the middle loses nothing. */
export function crashCases(blueprint: Blueprint): Case[] {
  const resources = resourcesOf(blueprint);
  const heard = blueprint.contexts.flatMap((context) =>
    context.consumes.flatMap((consumption) => {
      const from = sourceOf(resources, consumption);
      const { reaction } = consumption;
      const positive = from?.cause === 'create' || from?.cause === 'transition';
      if (from === undefined || !positive || reaction.kind !== 'project') return [];
      return [{ from, path: `/v1/${context.name}/${reaction.plural}` }];
    }),
  );
  return heard.slice(0, 1).map(({ from, path }) => ({
    id: 'events/crash',
    title: `a process killed with events under way loses none of them: ${path} has them all`,
    timeoutMs: 120_000,
    async run(world) {
      const prepared = await Promise.all(Array.from({ length: 12 }, () => from.prepare(world)));
      const fired = await Promise.all(prepared.map((each) => from.happen(world, each)));
      world.service.signal('SIGKILL');
      await world.service.exit();
      await withInstance(world, {}, async (_service, api) => {
        for (const { id } of fired) {
          await eventually(
            async () => {
              const reply = await api.ask({ method: 'GET', path: `${path}/${id}` });
              return reply.status === 200 ? true : undefined;
            },
            { withinMs: 60_000, what: `the copy of ${id} after the crash` },
          );
        }
      });
    },
  }));
}

/** A resource and what has to be done to it so that the event happens. */
interface Source {
  readonly resource: Resource;
  readonly cause: AggregateEvent['cause'];
  /** The transition whose event it is. */
  readonly step: string | null;
  /** A new resource to which the event can happen next; for a creation the event has happened. */
  prepare(world: World, overrides?: JsonObject): Promise<Created>;
  /** Makes it happen, and gives the resource as it is then. */
  happen(world: World, prepared: Created): Promise<Created>;
}

function sourceOf(resources: readonly Resource[], { on }: Consumption): Source | undefined {
  for (const resource of resources.filter(({ context }) => context.name === on.context)) {
    const event = eventsOfAggregate(resource.aggregate).find(({ name }) => name === on.event);
    if (event !== undefined) return source(resource, event);
  }
  return undefined;
}

function source(resource: Resource, { cause, transition: step }: AggregateEvent): Source {
  return {
    resource,
    cause,
    step: step?.name ?? null,
    prepare(world, overrides = {}) {
      const initial = resource.aggregate.lifecycle?.initial ?? '';
      const ready = step === null || step.from.includes(initial);
      return ready
        ? create(world, resource, overrides)
        : createIn(world, resource, step.from[0] ?? '', overrides);
    },
    async happen(world, prepared) {
      if (cause === 'create') return prepared;
      if (cause === 'remove') {
        expectStatus(await remove(world, prepared.path, prepared.etag), 204);
        return prepared;
      }
      const field = mutableField(resource.aggregate);
      const reply =
        step === null
          ? await patch(
              world,
              prepared.path,
              prepared.etag,
              field === undefined ? {} : changeOf(field),
            )
          : await transition(world, prepared.path, step.name);
      expectStatus(reply, 200);
      return { ...prepared, body: reply.object, etag: reply.headers.etag ?? '' };
    },
  };
}

async function fire(world: World, from: Source): Promise<Created> {
  return from.happen(world, await from.prepare(world));
}

type Reaction<Kind extends Consumption['reaction']['kind']> = Extract<
  Consumption['reaction'],
  { readonly kind: Kind }
>;

function projectionCases(
  id: string,
  context: Context,
  source: Source,
  { plural, fields }: Reaction<'project'>,
): Case[] {
  const path = `/v1/${context.name}/${plural}`;
  if (source.cause === 'remove') {
    return [
      {
        id: `${id} forgets`,
        title: `${path} forgets what was removed`,
        timeoutMs: 60_000,
        async run(world) {
          const fired = await fire(world, source);
          await eventually(
            async () =>
              (await read(world, `${path}/${fired.id}`)).status === 404 ? true : undefined,
            { ...patience, what: 'the copy to be gone' },
          );
        },
      },
    ];
  }
  return [
    {
      id: `${id} shows`,
      title: `${path} shows a copy of ${fields.join(', ')}`,
      timeoutMs: 60_000,
      async run(world) {
        const fired = await fire(world, source);
        const expected = pick(fired.body, fields);
        const copy = await eventually(
          async () => {
            const reply = await read(world, `${path}/${fired.id}`);
            return reply.status === 200 && same(pick(reply.object, fields), expected)
              ? reply.object
              : undefined;
          },
          { ...patience, what: `the copy of ${fired.id} at ${path}` },
        );
        expect(copy.id).toBe(fired.id);
        const listed = await listAll(world, path, (item) => item.id === fired.id);
        expect(listed).toHaveLength(1);
      },
    },
    {
      id: `${id} is read-only`,
      title: `${path} can be read with the scope of its context and not written`,
      timeoutMs: 60_000,
      async run(world) {
        expectStatus(await world.api.ask({ method: 'GET', path, token: null }), 401);
        const token = world.identity.token({ scopes: [`${context.name}:write`] });
        expectStatus(await world.api.ask({ method: 'GET', path, token }), 403);
        expectStatus(await world.api.ask({ method: 'POST', path, json: {} }), 405);
        expectStatus(await read(world, `${path}/x`), 404);
      },
    },
  ];
}

function applyCases(
  id: string,
  resources: readonly Resource[],
  context: Context,
  source: Source,
  { aggregate, transition: name, match, key }: Reaction<'apply'>,
): Case[] {
  const target = resources.find(
    (each) => each.context === context && each.aggregate.name === aggregate,
  );
  const step = target?.aggregate.lifecycle?.transitions.find((each) => each.name === name);
  const field = target?.aggregate.fields.find((each) => each.name === match);
  if (
    target === undefined ||
    step === undefined ||
    field === undefined ||
    source.cause === 'remove'
  ) {
    return [];
  }
  return [
    {
      id,
      title: `${name} is applied to every ${aggregate} whose ${match} is the event's ${key}`,
      timeoutMs: 60_000,
      async run(world) {
        // What is matched by id has to know the id before the event happens.
        const byId = key === 'id';
        const seed = byId ? await source.prepare(world) : undefined;
        const state = step.from[0] ?? '';
        const matching = await createIn(
          world,
          target,
          state,
          seed === undefined ? {} : { [match]: seed.id },
        );
        const other = await createIn(world, target, state);
        const value = matching.body[match] ?? null;
        await source.happen(world, seed ?? (await source.prepare(world, { [key]: value })));
        await eventually(
          async () =>
            (await read(world, matching.path)).object.status === step.to ? true : undefined,
          { ...patience, what: `${matching.path} to become ${step.to}` },
        );
        expect((await read(world, other.path)).object.status, 'others are left alone').toBe(
          other.body.status,
        );
      },
    },
  ];
}

function creationCases(
  id: string,
  resources: readonly Resource[],
  context: Context,
  source: Source,
  { aggregate, set }: Reaction<'create'>,
): Case[] {
  const target = resources.find(
    (each) => each.context === context && each.aggregate.name === aggregate,
  );
  if (target === undefined) return [];
  return [
    {
      id,
      title: `a ${aggregate} is made of the event, once`,
      timeoutMs: 60_000,
      async run(world) {
        const fired = await fire(world, source);
        const expected = Object.fromEntries(
          Object.entries(set).map(([to, from]) => [
            to,
            (from === 'id' ? fired.id : fired.body[from]) ?? null,
          ]),
        );
        const isOurs = (item: JsonObject): boolean => same(pick(item, Object.keys(set)), expected);
        await eventually(
          async () => ((await listAll(world, target.path, isOurs)).length > 0 ? true : undefined),
          { ...patience, what: `a ${aggregate} with ${JSON.stringify(expected).slice(0, 200)}` },
        );
        expect(await listAll(world, target.path, isOurs)).toHaveLength(1);
      },
    },
  ];
}

function callCases(
  id: string,
  blueprint: Blueprint,
  context: Context,
  source: Source,
  reaction: Reaction<'call'>,
): Case[] {
  const operation = blueprint.contexts
    .flatMap(({ externals }) => externals)
    .find(({ name }) => name === reaction.external)
    ?.operations.find(({ name }) => name === reaction.operation);
  const stepTo = (name: string): string | undefined =>
    context.aggregates
      .find((each) => each.name === reaction.aggregate)
      ?.lifecycle?.transitions.find((each) => each.name === name)?.to;
  if (operation === undefined) return [];
  const outcomes = [
    { status: 200, transition: reaction.succeeded },
    { status: 422, transition: reaction.failed },
  ];
  return outcomes.map((outcome): Case => ({
    id: `${id} answered ${outcome.status}`,
    title: `${reaction.external} is called, and its ${outcome.status} leads to ${outcome.transition}`,
    timeoutMs: 90_000,
    async run(world) {
      const outside = world.outside.get(reaction.external);
      if (outside === undefined) throw new Error(`${reaction.external} is not there`);
      const answer = exampleOf(operation.response);
      const decide = (): void =>
        outside.answerWith(() => ({
          status: outcome.status,
          body: outcome.status === 200 ? answer : {},
        }));
      try {
        // On the way to the state where the event can happen nobody shall be faster than we.
        if (source.cause === 'create') decide();
        else outside.answerWith(() => ({ status: 503 }));
        const prepared = await source.prepare(world);
        decide();
        const fired = await source.happen(world, prepared);
        const state = stepTo(outcome.transition);
        await eventually(
          async () => {
            const { status } = (await read(world, fired.path)).object;
            return status === state ? true : undefined;
          },
          { withinMs: 50_000, everyMs: 100, what: `${fired.path} to become ${String(state)}` },
        );
        const expected = Object.fromEntries(
          Object.entries(reaction.send).map(([to, from]) => [
            to,
            (from === 'id' ? fired.id : fired.body[from]) ?? null,
          ]),
        );
        const calls = outside
          .calls()
          .filter(({ path }) => path === operation.path)
          .filter(({ body }) => isObject(body) && contains(body, expected));
        expect(calls.length, JSON.stringify(outside.calls().slice(-3))).toBeGreaterThan(0);
        if (source.cause === 'create') expect(calls, 'one event, one call').toHaveLength(1);
        for (const call of calls) {
          expect(call.method).toBe(operation.method);
          expect(call.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-/);
        }
      } finally {
        outside.answerWith(() => ({ status: 200, body: answer }));
      }
    },
  }));
}

/** A body for an external's answer. */
export function exampleOf(fields: readonly Field[]): JsonObject {
  return Object.fromEntries(
    fields.map((field) => [field.name, field.type.kind === 'string' ? 'x-1' : null]),
  );
}

function contains(body: JsonObject, expected: JsonObject): boolean {
  return Object.entries(expected).every(([name, value]) => same(body[name] ?? null, value));
}

function pick(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, object[name] ?? null]));
}

/** Equal as JSON, whatever the order of members. */
export function same(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => same(each, b[index] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => name in b && same(asObject(a)[name] ?? null, asObject(b)[name] ?? null))
  );
}

/** Everything of a collection that is looked for. */
export async function listAll(
  world: World,
  path: string,
  wanted: (item: JsonObject) => boolean,
): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const reply = await world.api.ask({ method: 'GET', path: `${path}?limit=100${query}` });
    found.push(...items(reply).filter(wanted));
    cursor = nextCursor(reply);
    if (cursor === null) break;
  }
  return found;
}
