import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { create, read } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { etagOf, expectProblem, expectStatus } from '../expectations.ts';

/** GET and HEAD on one resource, with and without conditions. */
export function readCases(resource: Resource): Case[] {
  const { name, path } = resource;
  const at = (rest: string): string => `read/${name}/${rest}`;
  return [
    {
      id: at('found'),
      title: 'a read answers what was created, with its tag',
      async run(world) {
        const created = await create(world, resource);
        const reply = await read(world, created.path);
        expectStatus(reply, 200);
        expect(reply.object).toEqual(created.body);
        expect(etagOf(reply)).toBe(created.etag);
      },
    },
    {
      id: at('absent'),
      title: 'an id that nobody has is 404',
      async run(world) {
        const problem = expectProblem(
          await read(world, `${path}/${randomUUID()}`),
          404,
          'not-found',
        );
        expect(problem.type).toBe('/problems/not-found');
      },
    },
    ...[
      'x',
      '0',
      '-1',
      'null',
      'undefined',
      '%00',
      '%27%20or%201=1',
      '..%2f..',
      '%F0%9F%98%80',
      'a'.repeat(300),
    ].map((id): Case => ({
      id: at(`malformed id ${id.slice(0, 20)}`),
      title: `the id ${id.slice(0, 20)} is 404`,
      async run(world) {
        expectProblem(await read(world, `${path}/${id}`), 404);
      },
    })),
    {
      id: at('head'),
      title: 'HEAD answers as GET does, without a body',
      async run(world) {
        const created = await create(world, resource);
        const get = await read(world, created.path);
        const head = await world.api.ask({ method: 'HEAD', path: created.path });
        expect(head.status).toBe(200);
        expect(head.bytes).toHaveLength(0);
        expect(head.headers.etag).toBe(get.headers.etag);
        expect(head.headers['content-type']).toBe(get.headers['content-type']);
        const missing = await world.api.ask({ method: 'HEAD', path: `${path}/${randomUUID()}` });
        expect(missing.status).toBe(404);
        expect(missing.bytes).toHaveLength(0);
      },
    },
    ...conditions(resource),
  ];
}

function conditions(resource: Resource): Case[] {
  const fresh: Readonly<Record<string, (etag: string) => string>> = {
    'the same tag': (etag) => etag,
    'the same tag, weak': (etag) => `W/${etag}`,
    'a list with the tag': (etag) => `"x", ${etag} , W/"y"`,
    'a star': () => '*',
  };
  const stale: Readonly<Record<string, string>> = {
    'another version': '"999"',
    'another tag': '"abc"',
    'an empty tag': '""',
  };
  const unmodified = Object.entries(fresh).map(([title, tag]): Case => ({
    id: `read/${resource.name}/if-none-match ${title}`,
    title: `If-None-Match with ${title} is 304`,
    async run(world) {
      const created = await create(world, resource);
      for (const method of ['GET', 'HEAD']) {
        const reply = await world.api.ask({
          method,
          path: created.path,
          headers: [['If-None-Match', tag(created.etag)]],
        });
        expectStatus(reply, 304);
        expect(reply.bytes).toHaveLength(0);
        expect(reply.headers.etag).toBe(created.etag);
      }
    },
  }));
  const modified = Object.entries(stale).map(([title, tag]): Case => ({
    id: `read/${resource.name}/if-none-match ${title}`,
    title: `If-None-Match with ${title} is 200`,
    async run(world) {
      const created = await create(world, resource);
      const reply = await world.api.ask({
        method: 'GET',
        path: created.path,
        headers: [['If-None-Match', tag]],
      });
      expectStatus(reply, 200);
      expect(reply.object).toEqual(created.body);
    },
  }));
  return [...unmodified, ...modified];
}
