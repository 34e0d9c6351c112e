import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Blueprint } from '../../../src/blueprint/model.ts';
import { eventually } from '../../support/eventually.ts';
import { asString } from '../../support/json.ts';
import { read } from '../acting.ts';
import { type Resource, allScopes } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus, rfc3339Milliseconds } from '../expectations.ts';
import { fullBody } from '../samples/fresh.ts';
import type { World } from '../world.ts';

/** Creates that are accepted first and done later, where the blueprint says so. */
export function acceptanceCases(blueprint: Blueprint, resources: readonly Resource[]): Case[] {
  if (blueprint.features.acceptance === 'synchronous') return [];
  return resources.flatMap(casesOf);
}

function casesOf({ aggregate, context, name, path }: Resource): Case[] {
  const accept = async (world: World): Promise<string> => {
    const reply = await world.api.ask({ method: 'POST', path, json: fullBody(aggregate) });
    expectStatus(reply, 202);
    const location = new URL(asString(reply.headers.location), world.service.baseUrl).pathname;
    expect(location).toMatch(new RegExp(`^/v1/${context.name}/operations/[0-9a-f-]{36}$`));
    return location;
  };
  const done = (world: World, location: string) =>
    eventually(
      async () => {
        const reply = await read(world, location);
        expectStatus(reply, 200);
        return reply.object.status === 'pending' ? undefined : reply.object;
      },
      { withinMs: 20_000, what: `${location} to be done` },
    );
  return [
    {
      id: `acceptance/${name}/202`,
      title: 'a create is accepted with 202, and its operation leads to the resource',
      timeoutMs: 60_000,
      async run(world) {
        const operation = await done(world, await accept(world));
        expect(operation).toMatchObject({
          status: 'succeeded',
          resource: expect.stringMatching(/./),
          problem: null,
          finishedAt: expect.stringMatching(rfc3339Milliseconds),
        });
        const resource = new URL(asString(operation.resource), world.service.baseUrl).pathname;
        expect(resource.startsWith(`${path}/`), resource).toBe(true);
        expectStatus(await read(world, resource), 200);
      },
    },
    {
      id: `acceptance/${name}/private`,
      title: 'an operation is nobody else’s to see',
      async run(world) {
        const location = await accept(world);
        const token = world.identity.token({
          subject: 'user-2',
          scopes: allScopes(world.blueprint),
        });
        expectProblem(await world.api.ask({ method: 'GET', path: location, token }), 404);
        expectProblem(await world.api.ask({ method: 'GET', path: location, token: null }), 401);
        const nobody = `/v1/${context.name}/operations/${randomUUID()}`;
        expectProblem(await read(world, nobody), 404);
      },
    },
    ...aggregate.fields
      .filter(({ unique }) => unique)
      .slice(0, 1)
      .map((field): Case => ({
        id: `acceptance/${name}/failed`,
        title: `an operation that fails on a taken ${field.name} says so as a problem`,
        timeoutMs: 60_000,
        async run(world) {
          const body = fullBody(aggregate);
          const value = body[field.name] ?? null;
          const first = await world.api.ask({ method: 'POST', path, json: body });
          expectStatus(first, 202);
          const location = asString(first.headers.location);
          await done(world, new URL(location, world.service.baseUrl).pathname);
          const second = await world.api.ask({
            method: 'POST',
            path,
            json: fullBody(aggregate, { [field.name]: value }),
          });
          const where = new URL(asString(second.headers.location), world.service.baseUrl).pathname;
          expect(await done(world, where)).toMatchObject({
            status: 'failed',
            resource: null,
            problem: { status: 409, code: expect.stringMatching(/./) },
          });
        },
      })),
  ];
}
