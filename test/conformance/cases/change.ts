import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Field } from '../../../src/blueprint/model.ts';
import { changeOf, create, patch, post, read } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { etagOf, expectProblem, expectStatus, expectViolation } from '../expectations.ts';
import { expectRefusal } from '../refusal.ts';
import { freshValue, fullBody, mutableField } from '../samples/fresh.ts';
import { invalidSamples } from '../samples/invalid.ts';
import { validSamples } from '../samples/valid.ts';

/** PATCH on a resource, as a JSON merge patch (RFC 7396). */
export function changeCases(resource: Resource): Case[] {
  const { aggregate, name, path } = resource;
  const at = (rest: string): string => `change/${name}/${rest}`;
  const field = mutableField(aggregate);
  const anyPatch = field === undefined ? {} : changeOf(field);
  return [
    ...(field === undefined ? [] : changing(resource, field)),
    {
      id: at('absent'),
      title: 'a change of what does not exist is 404',
      async run(world) {
        expectProblem(
          await patch(world, `${path}/${randomUUID()}`, '"1"', anyPatch),
          404,
          'not-found',
        );
      },
    },
    {
      id: at('without If-Match'),
      title: 'a change without If-Match is 428 and changes nothing',
      async run(world) {
        const created = await create(world, resource);
        const reply = await world.api.ask({ method: 'PATCH', path: created.path, json: anyPatch });
        expectProblem(reply, 428);
        expect((await read(world, created.path)).object).toEqual(created.body);
      },
    },
    {
      id: at('nothing'),
      title: 'an empty change is fine',
      async run(world) {
        const created = await create(world, resource);
        const reply = await patch(world, created.path, created.etag, {});
        expectStatus(reply, 200);
        etagOf(reply);
      },
    },
    {
      id: at('unknown field'),
      title: 'an unknown field is 422 and changes nothing',
      async run(world) {
        const created = await create(world, resource);
        const reply = await patch(world, created.path, created.etag, { ...anyPatch, nonsense: 1 });
        expectViolation(reply, '/nonsense', ['unknown-field']);
        expect((await read(world, created.path)).object).toEqual(created.body);
      },
    },
    ...['id', 'version', 'createdAt', 'updatedAt', 'status']
      .filter((property) => !aggregate.fields.some((known) => known.name === property))
      .map((property): Case => ({
        id: at(`own property ${property}`),
        title: `${property} is not for callers to change`,
        async run(world) {
          const created = await create(world, resource);
          const value = created.body[property] ?? 'x';
          const reply = await patch(world, created.path, created.etag, { [property]: value });
          expectViolation(reply, `/${property}`);
        },
      })),
    ...['[]', '"text"', '1', 'null', 'true'].map((body): Case => ({
      id: at(`not-an-object-${body}`),
      title: `the body ${body} is no change: 422`,
      async run(world) {
        const created = await create(world, resource);
        const reply = await world.api.ask({
          method: 'PATCH',
          path: created.path,
          body,
          headers: [['If-Match', created.etag]],
        });
        expectViolation(reply, '');
      },
    })),
    ...aggregate.fields.flatMap((each) =>
      each.immutable ? immutableCases(resource, each) : fieldCases(resource, each),
    ),
  ];
}

function changing(resource: Resource, field: Field): Case[] {
  const at = (rest: string): string => `change/${resource.name}/${rest}`;
  return [
    ...['application/merge-patch+json', 'application/json', 'Application/JSON; Charset=UTF-8'].map(
      (mediaType): Case => ({
        id: at(`as ${mediaType}`),
        title: `a change sent as ${mediaType} answers 200 and the next version`,
        async run(world) {
          const created = await create(world, resource);
          const change = changeOf(field);
          const reply = await world.api.ask({
            method: 'PATCH',
            path: created.path,
            json: change,
            mediaType,
            headers: [['If-Match', created.etag]],
          });
          expectStatus(reply, 200);
          expect(reply.object).toEqual({
            ...created.body,
            ...change,
            version: 2,
            updatedAt: reply.object.updatedAt,
          });
          expect(String(reply.object.updatedAt) >= String(created.body.updatedAt)).toBe(true);
          expect(etagOf(reply)).toBe('"2"');
          const found = await read(world, created.path);
          expect(found.object).toEqual(reply.object);
          expect(etagOf(found)).toBe('"2"');
        },
      }),
    ),
    {
      id: at('concurrent writers'),
      title: 'of ten writers with one If-Match exactly one wins',
      async run(world) {
        const created = await create(world, resource);
        const replies = await Promise.all(
          Array.from({ length: 10 }, () =>
            patch(world, created.path, created.etag, changeOf(field)),
          ),
        );
        const statuses = replies.map(({ status }) => status).toSorted();
        expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
        const winner = replies.find(({ status }) => status === 200);
        expect((await read(world, created.path)).object).toEqual(winner?.object);
      },
    },
  ];
}

function immutableCases(resource: Resource, field: Field): Case[] {
  return ['the same', 'another'].map((which): Case => ({
    id: `change/${resource.name}/${field.name}/immutable, ${which} value`,
    title: `${field.name} is immutable, also for ${which} value`,
    async run(world) {
      const created = await create(world, resource);
      const value = which === 'the same' ? (created.body[field.name] ?? null) : freshValue(field);
      const reply = await patch(world, created.path, created.etag, { [field.name]: value });
      expectViolation(reply, `/${field.name}`, ['immutable']);
      expect((await read(world, created.path)).object).toEqual(created.body);
    },
  }));
}

function fieldCases(resource: Resource, field: Field): Case[] {
  const at = (rest: string): string => `change/${resource.name}/${field.name}/${rest}`;
  // The values themselves were tried on create; here it is that a change takes the same way.
  const valid = validSamples(field)
    .slice(-1)
    .map((sample): Case => ({
      id: at(`takes ${sample.name}`),
      title: `a change of ${field.name} to ${sample.name} is kept`,
      async run(world) {
        // From an unset field, because a merge patch merges objects and replaces anything else.
        const created = await create(world, resource, field.optional ? { [field.name]: null } : {});
        const reply = await patch(world, created.path, created.etag, {
          [field.name]: sample.value,
        });
        // The create case may hold a unique value already.
        if (field.unique && reply.status === 409) {
          expectProblem(reply, 409);
          return;
        }
        expectStatus(reply, 200);
        if (field.type.kind === 'json' && !field.optional) return;
        expect(reply.object[field.name]).toEqual(sample.stored ?? sample.value);
      },
    }));
  const invalid = invalidSamples(field)
    .filter((sample) => !(field.type.kind === 'money' && sample.codes?.includes('required')))
    .slice(0, 6)
    .map((sample): Case => ({
      id: at(`refuses ${sample.name}`),
      title: `a change of ${field.name} refuses ${sample.name}`,
      async run(world) {
        const created = await create(world, resource);
        const raw = sample.raw ?? JSON.stringify(sample.value);
        const reply = await world.api.ask({
          method: 'PATCH',
          path: created.path,
          body: `{${JSON.stringify(field.name)}:${raw}}`,
          headers: [['If-Match', created.etag]],
        });
        expectRefusal(reply, field, sample);
        expect((await read(world, created.path)).object).toEqual(created.body);
      },
    }));
  const clearing: Case[] = field.optional
    ? [
        {
          id: at('is cleared by null'),
          title: `null clears ${field.name}`,
          async run(world) {
            const created = await create(world, resource);
            const reply = await patch(world, created.path, created.etag, { [field.name]: null });
            expectStatus(reply, 200);
            expect(reply.object).toHaveProperty(field.name, null);
          },
        },
      ]
    : [];
  return [
    ...valid,
    ...invalid,
    ...clearing,
    ...merging(resource, field),
    ...clashing(resource, field),
  ];
}

/** RFC 7396: objects are merged member by member. */
function merging(resource: Resource, field: Field): Case[] {
  const id = `change/${resource.name}/${field.name}/merges`;
  if (field.type.kind === 'money') {
    return [
      {
        id,
        title: `a change of the amount of ${field.name} keeps its currency`,
        async run(world) {
          const created = await create(world, resource);
          const fresh = freshValue(field);
          const amount =
            typeof fresh === 'object' && fresh !== null && 'amount' in fresh ? fresh.amount : '';
          const reply = await patch(world, created.path, created.etag, {
            [field.name]: { amount },
          });
          expectStatus(reply, 200);
          expect(reply.object[field.name]).toEqual({ amount, currency: 'EUR' });
        },
      },
    ];
  }
  if (field.type.kind !== 'json') return [];
  return [
    {
      id,
      title: `a change of ${field.name} merges objects, replaces the rest, and null takes away`,
      async run(world) {
        const before = { keep: 1, drop: { a: 1 }, deep: { x: 1, y: { z: 2 } }, list: [1, 2] };
        const created = await create(world, resource, { [field.name]: before });
        const change = { drop: null, deep: { y: { w: 3 } }, list: [{ b: null }], added: 'n' };
        const reply = await patch(world, created.path, created.etag, { [field.name]: change });
        expectStatus(reply, 200);
        expect(reply.object[field.name]).toEqual({
          keep: 1,
          deep: { x: 1, y: { z: 2, w: 3 } },
          list: [{ b: null }],
          added: 'n',
        });
      },
    },
  ];
}

function clashing(resource: Resource, field: Field): Case[] {
  if (!field.unique) return [];
  return [
    {
      id: `change/${resource.name}/${field.name}/is unique`,
      title: `a change of ${field.name} to a value that is taken is 409`,
      async run(world) {
        const taken = await create(world, resource);
        const created = await create(world, resource);
        const value = taken.body[field.name] ?? null;
        const reply = await patch(world, created.path, created.etag, { [field.name]: value });
        expectProblem(reply, 409);
        const again = await post(
          world,
          resource,
          fullBody(resource.aggregate, { [field.name]: value }),
        );
        expectProblem(again, 409);
      },
    },
  ];
}
