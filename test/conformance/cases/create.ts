import { expect } from 'vitest';
import type { Field } from '../../../src/blueprint/model.ts';
import { asString } from '../../support/json.ts';
import { post, read, waiting } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import {
  etagOf,
  expectProblem,
  expectStatus,
  expectViolation,
  rfc3339Milliseconds,
  uuidV7,
} from '../expectations.ts';
import { expectRefusal } from '../refusal.ts';
import { fullBody, minimalBody } from '../samples/fresh.ts';
import { type InvalidSample, invalidSamples } from '../samples/invalid.ts';
import { validSamples } from '../samples/valid.ts';

/** POST on a collection. */
export function createCases(resource: Resource): Case[] {
  const { aggregate, name, path } = resource;
  const at = (rest: string): string => `create/${name}/${rest}`;
  return [
    {
      id: at('full'),
      title: 'a create with every field answers 201 with the resource, its address and its tag',
      async run(world) {
        const body = fullBody(aggregate);
        const reply = await post(world, resource, body);
        expectStatus(reply, 201);
        const created = reply.object;
        expect(created).toMatchObject({
          ...body,
          id: expect.stringMatching(uuidV7),
          version: 1,
          createdAt: expect.stringMatching(rfc3339Milliseconds),
          updatedAt: created.createdAt,
          ...(aggregate.lifecycle === null ? {} : { status: aggregate.lifecycle.initial }),
        });
        const known = aggregate.fields.map((field) => field.name);
        const own = ['id', 'version', 'createdAt', 'updatedAt'];
        expect(Object.keys(created).toSorted()).toEqual(
          [...known, ...own, ...(aggregate.lifecycle === null ? [] : ['status'])].toSorted(),
        );
        expect(etagOf(reply)).toBe('"1"');
        expect(reply.headers['content-type']).toMatch(/^application\/json\b/);
        const location = new URL(asString(reply.headers.location), world.service.baseUrl);
        expect(location.pathname).toBe(`${path}/${asString(created.id)}`);
        const found = await read(world, location.pathname);
        expectStatus(found, 200);
        expect(found.object).toEqual(created);
      },
    },
    {
      id: at('minimal'),
      title: 'absent optional fields read as null',
      async run(world) {
        const reply = await post(world, resource, minimalBody(aggregate));
        expectStatus(reply, 201);
        for (const field of aggregate.fields.filter(({ optional }) => optional)) {
          expect(reply.object, field.name).toHaveProperty(field.name, null);
        }
      },
    },
    ...['id', 'version', 'createdAt', 'updatedAt', 'status', 'unknown', '__proto__', 'constructor']
      .filter((property) => !aggregate.fields.some((field) => field.name === property))
      .map(
        (property) =>
          ({
            id: at(`unknown-${property}`),
            title: `a body with ${property} is refused, not trimmed`,
            async run(world) {
              const body = JSON.stringify(minimalBody(aggregate));
              const separator = body === '{}' ? '' : ',';
              const text = `${body.slice(0, -1)}${separator}${JSON.stringify(property)}:"x"}`;
              const reply = await world.api.ask({ method: 'POST', path, body: text });
              expectViolation(reply, `/${property}`);
            },
          }) satisfies Case,
      ),
    ...['[]', '"text"', '1', 'null', 'true'].map((body): Case => ({
      id: at(`not-an-object-${body}`),
      title: `the body ${body} is JSON, but no resource`,
      async run(world) {
        expectViolation(await world.api.ask({ method: 'POST', path, body }), '');
      },
    })),
    {
      id: at('every-fault'),
      title: 'all faults of a body are told at once',
      async run(world) {
        const required = aggregate.fields.filter(({ optional }) => !optional);
        const reply = await post(world, resource, { nonsense: 1 });
        expectViolation(reply, '/nonsense', ['unknown-field']);
        for (const field of required) expectViolation(reply, `/${field.name}`, ['required']);
      },
    },
    ...aggregate.fields.flatMap((field) => fieldCases(resource, field)),
  ];
}

function fieldCases(resource: Resource, field: Field): Case[] {
  const { aggregate, name, path } = resource;
  const at = (rest: string): string => `create/${name}/${field.name}/${rest}`;
  const bodyWithout = (): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(minimalBody(aggregate)).filter(([key]) => key !== field.name),
    );
  const withRaw = (raw: string): string => {
    const rest = JSON.stringify(bodyWithout()).slice(1);
    return `{${JSON.stringify(field.name)}:${raw}${rest === '}' ? '' : ','}${rest}`;
  };
  const valid = validSamples(field).map((sample): Case => ({
    id: at(`takes ${sample.name}`),
    title: `${field.name} takes ${sample.name}`,
    async run(world) {
      const reply = await world.api.ask({
        method: 'POST',
        path,
        body: withRaw(JSON.stringify(sample.value)),
        headers: waiting(world),
      });
      expectStatus(reply, 201);
      const expected = sample.stored === undefined ? sample.value : sample.stored;
      expect(reply.object[field.name]).toEqual(expected);
      const found = await read(world, `${path}/${asString(reply.object.id)}`);
      expect(found.object[field.name]).toEqual(expected);
    },
  }));
  const invalid = invalidSamples(field).map((sample): Case =>
    refusal(resource, field, sample, withRaw),
  );
  const absent: Case[] = field.optional
    ? []
    : [
        {
          id: at('is required'),
          title: `${field.name} may not be absent`,
          async run(world) {
            const body = JSON.stringify(bodyWithout());
            const reply = await world.api.ask({ method: 'POST', path, body });
            expectViolation(reply, `/${field.name}`, ['required']);
          },
        },
      ];
  const unique: Case[] = field.unique
    ? [
        {
          id: at('is unique'),
          title: `a second ${aggregate.name} with the same ${field.name} is 409`,
          async run(world) {
            const first = await post(world, resource, fullBody(aggregate));
            expectStatus(first, 201);
            const value = first.object[field.name] ?? null;
            const second = await post(
              world,
              resource,
              fullBody(aggregate, { [field.name]: value }),
            );
            expectProblem(second, 409);
          },
        },
        {
          id: at('is unique among concurrent creates'),
          title: `of ten concurrent creates with one ${field.name} exactly one succeeds`,
          async run(world) {
            const value = fullBody(aggregate)[field.name] ?? null;
            const replies = await Promise.all(
              Array.from({ length: 10 }, () =>
                post(world, resource, fullBody(aggregate, { [field.name]: value })),
              ),
            );
            const statuses = replies.map(({ status }) => status).toSorted();
            expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
          },
        },
      ]
    : [];
  return [...valid, ...absent, ...invalid, ...unique];
}

function refusal(
  resource: Resource,
  field: Field,
  sample: InvalidSample,
  withRaw: (raw: string) => string,
): Case {
  return {
    id: `create/${resource.name}/${field.name}/refuses ${sample.name}`,
    title: `${field.name} refuses ${sample.name}`,
    async run(world) {
      const body = withRaw(sample.raw ?? JSON.stringify(sample.value));
      const reply = await world.api.ask({ method: 'POST', path: resource.path, body });
      expectRefusal(reply, field, sample);
    },
  };
}
