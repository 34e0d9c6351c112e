import { expect } from 'vitest';
import { kebab } from '../../../src/blueprint/names.ts';
import type { Reply } from '../../support/http-client.ts';
import type { JsonObject } from '../../support/json.ts';
import { type Created, changeOf, create, read } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { mutableField } from '../samples/fresh.ts';
import type { World } from '../world.ts';

const matching: Readonly<Record<string, (etag: string) => string>> = {
  'the current tag': (etag) => etag,
  'a star': () => '*',
  'a list with the tag': (etag) => `"x", ${etag}`,
};

const failing: Readonly<Record<string, (etag: string) => string>> = {
  'the current tag, weak': (etag) => `W/${etag}`,
  'another version': () => '"999"',
  'another tag': () => '"abc"',
  'an empty tag': () => '""',
  'a version beyond numbers': () => `"${'9'.repeat(40)}"`,
  'a version with a leading zero': () => '"01"',
};

const unparsable: Readonly<Record<string, string>> = {
  'a bare version': '1',
  'an open quote': '"1',
  'a star in a list': '*, "1"',
  'a lower-case weak tag': 'w/"1"',
  'single quotes': "'1'",
  'a space in the tag': '" 1"',
};

/** If-Match in all its forms, on every operation that takes it. */
export function preconditionCases(resource: Resource): Case[] {
  const field = mutableField(resource.aggregate);
  const json = (): JsonObject => (field === undefined ? {} : changeOf(field));
  const first = resource.aggregate.lifecycle?.transitions.find((step) =>
    step.from.includes(resource.aggregate.lifecycle?.initial ?? ''),
  );
  const operations: Readonly<Record<string, Operation>> = {
    change: (world, { path }, tag) =>
      world.api.ask({ method: 'PATCH', path, json: json(), headers: [['If-Match', tag]] }),
    remove: (world, { path }, tag) =>
      world.api.ask({ method: 'DELETE', path, headers: [['If-Match', tag]] }),
    ...(first === undefined
      ? {}
      : ({
          [first.name]: (world, { path }, tag) =>
            world.api.ask({
              method: 'POST',
              path: `${path}/${kebab(first.name)}`,
              headers: [['If-Match', tag]],
            }),
        } satisfies Record<string, Operation>)),
  };
  return Object.entries(operations).flatMap(([operation, act]) =>
    casesOf(resource, operation, act),
  );
}

type Operation = (world: World, created: Created, tag: string) => Promise<Reply>;

function casesOf(resource: Resource, operation: string, act: Operation): Case[] {
  const at = (rest: string): string => `preconditions/${resource.name}/${operation}/${rest}`;
  return [
    ...Object.entries(matching).map(([title, tag]): Case => ({
      id: at(title),
      title: `${operation} with ${title} goes ahead`,
      async run(world) {
        const created = await create(world, resource);
        expectStatus(await act(world, created, tag(created.etag)), 200, 204);
      },
    })),
    ...Object.entries(failing).map(([title, tag]): Case => ({
      id: at(title),
      title: `${operation} with ${title} is 412 and does nothing`,
      async run(world) {
        const created = await create(world, resource);
        expectProblem(await act(world, created, tag(created.etag)), 412);
        expect((await read(world, created.path)).object).toEqual(created.body);
      },
    })),
    ...Object.entries(unparsable).map(([title, tag]): Case => ({
      id: at(title),
      title: `${operation} with ${title} as a tag is 400 and does nothing`,
      async run(world) {
        const created = await create(world, resource);
        expectProblem(await act(world, created, tag), 400);
        expect((await read(world, created.path)).object).toEqual(created.body);
      },
    })),
  ];
}
