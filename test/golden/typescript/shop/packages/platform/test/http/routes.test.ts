import { expect, test } from 'bun:test';
import { Elysia, type AnyElysia } from 'elysia';
import { publicEndpoint } from '../../src/http/endpoint.ts';
import { collectRoutes } from '../../src/http/route.ts';
import { createTestAdmission } from '../../src/testing/admission.ts';

const { admission } = createTestAdmission();
const endpoint = publicEndpoint(admission, () =>
  Promise.resolve({ status: 200, headers: {}, body: 'open' }),
);

test('lists the routes of controllers and of what they use', () => {
  const nested = new Elysia().post('/notes/:id', endpoint);
  expect(collectRoutes(new Elysia().get('/notes', endpoint).use(nested))).toEqual([
    { method: 'GET', template: '/notes', operation: null, description: null },
    { method: 'POST', template: '/notes/{id}', operation: null, description: null },
  ]);
});

const unguarded: readonly (readonly [name: string, app: () => AnyElysia])[] = [
  ['a handler of its own', () => new Elysia().get('/x', () => 'open')],
  ['a fixed answer', () => new Elysia().get('/x', 'open')],
  ['a handler for every method', () => new Elysia().all('/x', () => 'open')],
  ['a nested controller', () => new Elysia().use(new Elysia().get('/x', () => 'open'))],
  ['a mounted application', () => new Elysia().mount('/x', () => new Response('open'))],
  ['a socket', () => new Elysia().ws('/x', { message: () => 'open' })],
  ['a hook of the route', () => new Elysia().get('/x', endpoint, { beforeHandle: () => 'open' })],
  [
    'a hook of every route',
    () => new Elysia().onBeforeHandle({ as: 'global' }, () => 'open').get('/x', endpoint),
  ],
  ['a hook of every request', () => new Elysia().onRequest(() => 'open').get('/x', endpoint)],
  [
    'a plugin that is loaded later',
    () => new Elysia().use(() => Promise.resolve(new Elysia().get('/x', () => 'open'))),
  ],
];

test.each(unguarded)(
  'a service with a route that nobody guards does not start: %s',
  (_name, app) => {
    expect(() => collectRoutes(app())).toThrow();
  },
);
