import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { kebab } from '../../../src/blueprint/names.ts';
import type { Reply } from '../../support/http-client.ts';
import type { JsonObject } from '../../support/json.ts';
import { create, read, waiting } from '../acting.ts';
import { type Resource, allScopes } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { fullBody } from '../samples/fresh.ts';
import type { World } from '../world.ts';

interface Keyed {
  readonly key: string;
  readonly json: JsonObject;
  readonly token?: string | null;
}

/** Idempotency-Key on POST. */
export function idempotencyCases(resource: Resource): Case[] {
  const { aggregate, name, path } = resource;
  const at = (rest: string): string => `idempotency/${name}/${rest}`;
  const post = (world: World, { key, json, token }: Keyed): Promise<Reply> =>
    world.api.ask({
      method: 'POST',
      path,
      json,
      headers: [['Idempotency-Key', key], ...waiting(world)],
      ...(token === undefined ? {} : { token }),
    });
  return [
    {
      id: at('replay'),
      title: 'the same key and body answer what was answered, and make nothing new',
      async run(world) {
        const ask = { key: randomUUID(), json: fullBody(aggregate) };
        const first = await post(world, ask);
        expectStatus(first, 201);
        expect(first.headers).not.toHaveProperty('idempotency-replayed');
        const second = await post(world, ask);
        expectStatus(second, 201);
        expect(second.headers['idempotency-replayed']).toBe('true');
        expect(second.text).toBe(first.text);
        for (const header of ['location', 'etag', 'content-type']) {
          expect(second.headers[header], header).toBe(first.headers[header]);
        }
        // It tells what was answered then, whatever happened since.
        const address = `${path}/${String(first.object.id)}`;
        expectStatus(
          await world.api.ask({ method: 'DELETE', path: address, headers: [['If-Match', '*']] }),
          204,
        );
        const third = await post(world, ask);
        expectStatus(third, 201);
        expect(third.text).toBe(first.text);
        expectProblem(await read(world, address), 404);
      },
    },
    {
      id: at('other caller'),
      title: 'a key belongs to its caller',
      async run(world) {
        const key = randomUUID();
        const token = world.identity.token({
          subject: 'user-2',
          scopes: allScopes(world.blueprint),
        });
        const first = await post(world, { key, json: fullBody(aggregate) });
        const second = await post(world, { key, json: fullBody(aggregate), token });
        expectStatus(first, 201);
        expectStatus(second, 201);
        expect(second.object.id).not.toBe(first.object.id);
        expect(second.headers).not.toHaveProperty('idempotency-replayed');
      },
    },
    {
      id: at('concurrent'),
      title: 'ten concurrent posts with one key have one effect',
      async run(world) {
        const ask = { key: randomUUID(), json: fullBody(aggregate) };
        const replies = await Promise.all(Array.from({ length: 10 }, () => post(world, ask)));
        const made = replies.filter(({ status }) => status === 201);
        expect(made.length).toBeGreaterThan(0);
        expect(new Set(made.map(({ object }) => object.id)).size).toBe(1);
        for (const reply of replies.filter(({ status }) => status !== 201)) {
          expectProblem(reply, 409);
          expect(reply.headers['retry-after']).toMatch(/^\d+$/);
        }
        const fresh = made.filter(({ headers }) => headers['idempotency-replayed'] === undefined);
        expect(fresh, 'all but one are replays').toHaveLength(1);
      },
    },
    // Without a field there is but one body.
    ...(aggregate.fields.length === 0
      ? []
      : [
          {
            id: at('reuse'),
            title: 'the same key with another body is 422 idempotency-key-reuse',
            async run(world) {
              const key = randomUUID();
              expectStatus(await post(world, { key, json: fullBody(aggregate) }), 201);
              const second = await post(world, { key, json: fullBody(aggregate) });
              expectProblem(second, 422, 'idempotency-key-reuse');
            },
          } satisfies Case,
        ]),
    {
      id: at('refused caller'),
      title: 'a 401 and a 403 are not kept under the key',
      async run(world) {
        const ask = { key: randomUUID(), json: fullBody(aggregate) };
        expectProblem(await post(world, { ...ask, token: null }), 401);
        const reader = world.identity.token({ scopes: [`${resource.context.name}:read`] });
        expectProblem(await post(world, { ...ask, token: reader }), 403);
        const reply = await post(world, ask);
        expectStatus(reply, 201);
        expect(reply.headers).not.toHaveProperty('idempotency-replayed');
      },
    },
    ...Object.entries({
      'an empty key': '',
      'a key with a space': 'a b',
      'a key of 256 characters': 'k'.repeat(256),
      'a key with a tab': 'a\tb',
      'a key outside ASCII': 'sch\u00fcssel',
    }).map(([title, key]): Case => ({
      id: at(title),
      title: `${title} is 400`,
      async run(world) {
        expectProblem(await post(world, { key, json: fullBody(aggregate) }), 400);
      },
    })),
    {
      id: at('two keys'),
      title: 'two keys are 400',
      async run(world) {
        const reply = await world.api.ask({
          method: 'POST',
          path,
          json: fullBody(aggregate),
          headers: [
            ['Idempotency-Key', 'one'],
            ['Idempotency-Key', 'two'],
          ],
        });
        expectProblem(reply, 400);
      },
    },
    {
      id: at('longest key'),
      title: 'a key of 255 visible characters is taken',
      async run(world) {
        const key = `${randomUUID()}!~`.padEnd(255, '"#$%&()*+,-./:;<=>?@[\\]^_`{|}~');
        expectStatus(await post(world, { key, json: fullBody(aggregate) }), 201);
      },
    },
    ...transitions(resource),
  ];
}

function transitions(resource: Resource): Case[] {
  const { lifecycle } = resource.aggregate;
  const step = lifecycle?.transitions.find(
    ({ from, to }) => from.includes(lifecycle.initial) && !from.includes(to),
  );
  if (step === undefined) return [];
  const call = (world: World, path: string, key: string): Promise<Reply> =>
    world.api.ask({
      method: 'POST',
      path: `${path}/${kebab(step.name)}`,
      headers: [['Idempotency-Key', key]],
    });
  return [
    {
      id: `idempotency/${resource.name}/transition`,
      title: `${step.name} with a key is replayed, also where it was refused`,
      async run(world) {
        const created = await create(world, resource);
        const key = randomUUID();
        const first = await call(world, created.path, key);
        expectStatus(first, 200);
        const second = await call(world, created.path, key);
        expectStatus(second, 200);
        expect(second.headers['idempotency-replayed']).toBe('true');
        expect(second.text).toBe(first.text);
        expect(second.headers.etag).toBe(first.headers.etag);

        const refusedKey = randomUUID();
        const refused = await call(world, created.path, refusedKey);
        expectProblem(refused, 409);
        const again = await call(world, created.path, refusedKey);
        expectStatus(again, 409);
        expect(again.headers['idempotency-replayed']).toBe('true');
        expect(again.text).toBe(refused.text);
        expect(again.headers['content-type']).toBe(refused.headers['content-type']);
      },
    },
    {
      id: `idempotency/${resource.name}/other route`,
      title: 'a key belongs to its route',
      async run(world) {
        const [one, other] = [await create(world, resource), await create(world, resource)];
        const key = randomUUID();
        expectStatus(await call(world, one.path, key), 200);
        const second = await call(world, other.path, key);
        expectStatus(second, 200);
        expect(second.object.id).toBe(other.id);
      },
    },
  ];
}
