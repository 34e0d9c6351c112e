import { expect } from 'vitest';
import type {
  Aggregate,
  Blueprint,
  Context,
  Saga,
  SagaStep,
  Transition,
} from '../../../src/blueprint/model.ts';
import { eventsOfAggregate } from '../../../src/blueprint/events.ts';
import { snake } from '../../../src/blueprint/names.ts';
import { eventually } from '../../support/eventually.ts';
import { type Created, createIn, read, transition, wayBetween } from '../acting.ts';
import { type Resource, resourcesOf } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import type { World } from '../world.ts';
import { exampleOf, listAll } from '../looking.ts';

const patience = { withinMs: 30_000, everyMs: 150 };

/** Sagas from their first event to their end, both ways. Run with every external answering. */
export function sagaCases(blueprint: Blueprint): Case[] {
  return resourcesOf(blueprint).flatMap((resource) =>
    resource.context.sagas
      .filter((saga) => saga.aggregate === resource.aggregate.name)
      .flatMap((saga) => casesOf(blueprint, resource, saga)),
  );
}

function casesOf(blueprint: Blueprint, resource: Resource, saga: Saga): Case[] {
  const starting = resource.aggregate.lifecycle?.transitions.find(
    ({ emits }) => emits === saga.startsOn,
  );
  if (starting === undefined) return [];
  const stateAfter = (name: string): string | undefined =>
    resource.aggregate.lifecycle?.transitions.find((each) => each.name === name)?.to;
  const start = async (world: World): Promise<Created> => {
    const created = await createIn(world, resource, starting.from[0] ?? '');
    expectStatus(await transition(world, created.path, starting.name), 200);
    return created;
  };
  const becomes = (world: World, { path }: Created, state: string | undefined, withinMs = 30_000) =>
    eventually(async () => ((await read(world, path)).object.status === state ? true : undefined), {
      ...patience,
      withinMs,
      what: `${path} to become ${String(state)}`,
    });
  const prefix = `sagas/${resource.context.name}.${saga.name}`;
  return [
    {
      id: `${prefix}/completes`,
      title: `when every step succeeds, ${saga.aggregate} ends with ${saga.completes}`,
      timeoutMs: 120_000,
      async run(world) {
        answerAll(world, blueprint, 200);
        const created = await start(world);
        for (const step of saga.steps) await answer(world, blueprint, step, created, 'succeedsOn');
        await becomes(world, created, stateAfter(saga.completes));
        const [last] = await world.query(
          `SELECT actor_kind, client_id, count(*) OVER (PARTITION BY version)::int AS entries
           FROM "${snake(resource.context.name)}"."_audit_log"
           WHERE aggregate_id = '${created.id}' ORDER BY version DESC LIMIT 1`,
        );
        expect(last).toEqual({ actor_kind: 'system', client_id: null, entries: 1 });
      },
    },
    ...saga.steps.flatMap((failing, index): Case[] => {
      if (failing.failsOn === null) return [];
      return [
        {
          id: `${prefix}/compensates when ${failing.name} fails`,
          title: `when ${failing.name} fails, what was done is undone and ${saga.aggregate} ends with ${saga.compensates}`,
          timeoutMs: 120_000,
          async run(world) {
            const automatic = isAutomatic(blueprint, failing);
            answerAll(world, blueprint, automatic ? 422 : 200);
            try {
              const created = await start(world);
              for (const step of saga.steps.slice(0, index)) {
                await answer(world, blueprint, step, created, 'succeedsOn');
              }
              await answer(world, blueprint, failing, created, 'failsOn');
              await becomes(world, created, stateAfter(saga.compensates));
              for (const step of saga.steps.slice(0, index))
                await undone(world, blueprint, step, created);
            } finally {
              answerAll(world, blueprint, 200);
            }
          },
        },
      ];
    }),
    ...(saga.deadlineSeconds <= 30
      ? [
          {
            id: `${prefix}/deadline`,
            title: `when no answer comes within ${saga.deadlineSeconds} s, ${saga.aggregate} ends with ${saga.compensates}`,
            timeoutMs: 120_000,
            async run(world) {
              for (const outside of world.outside.values())
                outside.answerWith(() => ({ status: 503 }));
              try {
                const created = await start(world);
                await becomes(
                  world,
                  created,
                  stateAfter(saga.compensates),
                  (saga.deadlineSeconds + 30) * 1000,
                );
              } finally {
                answerAll(world, blueprint, 200);
              }
            },
          } satisfies Case,
        ]
      : []),
  ];
}

/** Who answers a step: the aggregate whose transition publishes the answer. */
interface Answering {
  readonly context: Context;
  readonly aggregate: Aggregate;
  readonly transition: Transition;
}

function answering(
  blueprint: Blueprint,
  step: SagaStep,
  which: 'succeedsOn' | 'failsOn',
): Answering {
  const event = step[which];
  const context = blueprint.contexts.find(({ name }) => name === event?.context);
  for (const aggregate of context?.aggregates ?? []) {
    const found = eventsOfAggregate(aggregate).find(({ name }) => name === event?.event);
    if (context !== undefined && found?.transition)
      return { context, aggregate, transition: found.transition };
  }
  throw new Error(`nobody answers ${step.name}`);
}

/** Whether the answer comes by itself: an external is called, or an event applies the transition. */
function isAutomatic(blueprint: Blueprint, step: SagaStep): boolean {
  const { context, aggregate, transition: move } = answering(blueprint, step, 'succeedsOn');
  return context.consumes.some(
    ({ reaction, on }) =>
      (reaction.kind === 'call' &&
        reaction.aggregate === aggregate.name &&
        reaction.succeeded === move.name) ||
      (reaction.kind === 'apply' && reaction.transition === move.name && on.event === step.request),
  );
}

/** Lets a step be answered: by itself, or by the person whose part it is. */
async function answer(
  world: World,
  blueprint: Blueprint,
  step: SagaStep,
  of: Created,
  which: 'succeedsOn' | 'failsOn',
): Promise<void> {
  const { context, aggregate, transition: move } = answering(blueprint, step, which);
  const path = `/v1/${context.name}/${aggregate.plural}`;
  const item = await eventually(
    async () => (await listAll(world, path, (each) => each[step.key] === of.id))[0],
    { ...patience, what: `the ${aggregate.name} of step ${step.name}` },
  );
  if (isAutomatic(blueprint, step)) return;
  const address = `${path}/${String(item.id)}`;
  const { status } = (await read(world, address)).object;
  const way =
    aggregate.lifecycle === null
      ? undefined
      : wayBetween(aggregate.lifecycle, String(status), (state) => move.from.includes(state));
  if (way === undefined)
    throw new Error(`${address} never gets from ${String(status)} to ${move.name}`);
  for (const each of [...way, move]) {
    expectStatus(await transition(world, address, each.name), 200);
  }
}

/** A step that was done has been undone, where undoing it is a transition of who did it. */
async function undone(
  world: World,
  blueprint: Blueprint,
  step: SagaStep,
  of: Created,
): Promise<void> {
  if (step.compensation === null) return;
  const { context, aggregate } = answering(blueprint, step, 'succeedsOn');
  const undoing = context.consumes.find(({ on }) => on.event === step.compensation)?.reaction;
  if (undoing?.kind !== 'apply') return;
  const goal = aggregate.lifecycle?.transitions.find(({ name }) => name === undoing.transition);
  if (goal === undefined) return;
  const path = `/v1/${context.name}/${aggregate.plural}`;
  await eventually(
    async () => {
      const [item] = await listAll(world, path, (each) => each[step.key] === of.id);
      const version = Number(item?.version);
      // It may have moved on since, e.g. from refund-pending to refunded.
      return version >= 3 && !goal.from.includes(String(item?.status)) ? true : undefined;
    },
    { ...patience, what: `${aggregate.name} of ${step.name} to be undone by ${goal.name}` },
  );
}

function answerAll(world: World, blueprint: Blueprint, status: number): void {
  for (const external of blueprint.contexts.flatMap(({ externals }) => externals)) {
    const byPath = new Map(
      external.operations.map((operation) => [operation.path, operation.response]),
    );
    world.outside.get(external.name)?.answerWith((call) => ({
      status,
      body: status < 300 ? exampleOf(byPath.get(call.path) ?? []) : {},
    }));
  }
}
