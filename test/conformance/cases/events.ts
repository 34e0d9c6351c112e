import { expect } from 'vitest';
import type { Blueprint, Consumption, Context } from '../../../src/blueprint/model.ts';
import { snake } from '../../../src/blueprint/names.ts';
import { eventually } from '../../support/eventually.ts';
import { type JsonObject, isObject } from '../../support/json.ts';
import { type Created, createIn, read } from '../acting.ts';
import { type Resource, resourcesOf } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import { type Source, fire, sourceOf } from '../happenings.ts';
import { contains, exampleOf, listAll, pick, same } from '../looking.ts';
import type { World } from '../world.ts';

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
        await expectBySystem(world, target, matching);
      },
    },
  ];
}

/** What nobody asked for is one entry too, which says that no user did it. */
async function expectBySystem(world: World, { context }: Resource, of: Created): Promise<void> {
  const { version } = of.body;
  const entries = await world.query(
    `SELECT actor_kind, client_id, version FROM "${snake(context.name)}"."_audit_log"
     WHERE aggregate_id = '${of.id}' AND version > ${Number(version)} ORDER BY version`,
  );
  expect(entries[0]).toEqual({
    actor_kind: 'system',
    client_id: null,
    version: String(Number(version) + 1),
  });
  expect(new Set(entries.map((entry) => entry['version'])).size).toBe(entries.length);
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
        const made = await listAll(world, target.path, isOurs);
        expect(made).toHaveLength(1);
        const entries = await world.query(
          `SELECT actor_kind FROM "${snake(context.name)}"."_audit_log"
           WHERE aggregate_id = '${String(made[0]?.id)}' AND version = 1`,
        );
        expect(entries).toEqual([{ actor_kind: 'system' }]);
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
