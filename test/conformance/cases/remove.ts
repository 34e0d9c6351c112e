import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { create, patch, post, read, remove } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { fullBody } from '../samples/fresh.ts';

/** DELETE on a resource. */
export function removeCases(resource: Resource): Case[] {
  const { aggregate, name, path } = resource;
  const at = (rest: string): string => `remove/${name}/${rest}`;
  return [
    {
      id: at('gone'),
      title: 'a remove answers 204, and then everything about the resource is 404',
      async run(world) {
        const created = await create(world, resource);
        const reply = await remove(world, created.path, created.etag);
        expectStatus(reply, 204);
        expect(reply.bytes).toHaveLength(0);
        expectProblem(await read(world, created.path), 404, 'not-found');
        expectProblem(await patch(world, created.path, created.etag, {}), 404, 'not-found');
        expectProblem(await remove(world, created.path, created.etag), 404, 'not-found');
        const list = await world.api.ask({ method: 'GET', path: `${path}?limit=100` });
        expect(list.text).not.toContain(created.id);
      },
    },
    {
      id: at('absent'),
      title: 'a remove of what never existed is 404',
      async run(world) {
        expectProblem(await remove(world, `${path}/${randomUUID()}`, '"1"'), 404, 'not-found');
      },
    },
    {
      id: at('without If-Match'),
      title: 'a remove without If-Match is 428 and removes nothing',
      async run(world) {
        const created = await create(world, resource);
        expectProblem(await world.api.ask({ method: 'DELETE', path: created.path }), 428);
        expectStatus(await read(world, created.path), 200);
      },
    },
    {
      id: at('concurrent'),
      title: 'of ten concurrent removes exactly one succeeds',
      async run(world) {
        const created = await create(world, resource);
        const replies = await Promise.all(
          Array.from({ length: 10 }, () => remove(world, created.path, created.etag)),
        );
        expect(replies.filter(({ status }) => status === 204)).toHaveLength(1);
        for (const reply of replies) expectStatus(reply, 204, 404, 412);
      },
    },
    ...(aggregate.fields.some(({ unique }) => unique)
      ? [
          {
            id: at('frees unique values'),
            title: 'the unique values of a removed resource are free again',
            async run(world) {
              const body = fullBody(aggregate);
              const first = await post(world, resource, body);
              expectStatus(first, 201);
              const address = `${path}/${String(first.object.id)}`;
              expectStatus(await remove(world, address, '"1"'), 204);
              expectStatus(await post(world, resource, body), 201);
            },
          } satisfies Case,
        ]
      : []),
  ];
}
