import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { create, createIn, read, transition, wayTo } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { etagOf, expectProblem, expectStatus } from '../expectations.ts';

/** POST on a transition, from every state that can be reached. */
export function transitionCases(resource: Resource): Case[] {
  const { aggregate, name, path } = resource;
  const { lifecycle } = aggregate;
  if (lifecycle === null) return [];
  const reachable = lifecycle.states.filter((state) => wayTo(resource, state) !== undefined);
  const moves = reachable.flatMap((state) =>
    lifecycle.transitions.map((step): Case => ({
      id: `transition/${name}/${step.name} from ${state}`,
      title: step.from.includes(state)
        ? `${step.name} leads from ${state} to ${step.to}`
        : `${step.name} from ${state} is 409 and changes nothing`,
      async run(world) {
        const before = await createIn(world, resource, state);
        const reply = await transition(world, before.path, step.name);
        const after = await read(world, before.path);
        if (!step.from.includes(state)) {
          expectProblem(reply, 409);
          expect(after.object).toEqual(before.body);
          return;
        }
        expectStatus(reply, 200);
        expect(reply.object).toEqual({
          ...before.body,
          status: step.to,
          version: Number(before.body.version) + 1,
          updatedAt: reply.object.updatedAt,
        });
        expect(etagOf(reply)).not.toBe(before.etag);
        expect(after.object).toEqual(reply.object);
      },
    })),
  );
  const once = lifecycle.transitions.find(
    (step) => step.from.includes(lifecycle.initial) && !step.from.includes(step.to),
  );
  const concurrent: Case[] =
    once === undefined
      ? []
      : [
          {
            id: `transition/${name}/${once.name} once`,
            title: `of ten concurrent calls of ${once.name} exactly one succeeds`,
            async run(world) {
              const created = await create(world, resource);
              const replies = await Promise.all(
                Array.from({ length: 10 }, () => transition(world, created.path, once.name)),
              );
              const statuses = replies.map(({ status }) => status).toSorted();
              expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
              expect((await read(world, created.path)).object.version).toBe(2);
            },
          },
        ];
  return [
    ...moves,
    ...concurrent,
    ...lifecycle.transitions.slice(0, 1).flatMap((step): Case[] => [
      {
        id: `transition/${name}/absent`,
        title: 'a transition of what does not exist is 404',
        async run(world) {
          expectProblem(await transition(world, `${path}/${randomUUID()}`, step.name), 404);
          expectProblem(await transition(world, `${path}/x`, step.name), 404);
        },
      },
    ]),
    {
      id: `transition/${name}/unknown`,
      title: 'a transition that nobody declared is 404',
      async run(world) {
        const created = await create(world, resource);
        expectProblem(await transition(world, created.path, 'explode'), 404);
      },
    },
  ];
}
