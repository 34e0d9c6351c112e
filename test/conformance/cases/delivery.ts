import { expect } from 'vitest';
import type { Blueprint } from '../../../src/blueprint/model.ts';
import { kebab } from '../../../src/blueprint/names.ts';
import { eventually } from '../../support/eventually.ts';
import { resourcesOf } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import { fire, sourceOf } from '../happenings.ts';
import { listAll, pick, same } from '../looking.ts';
import { fullBody } from '../samples/fresh.ts';
import { withInstance } from '../world.ts';
import { spansOf, traceparent } from './traces.ts';

const patience = { withinMs: 20_000, everyMs: 100 };

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
