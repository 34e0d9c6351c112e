import type { Field, Lifecycle, Transition } from '../../src/blueprint/model.ts';
import { kebab } from '../../src/blueprint/names.ts';
import type { Reply } from '../support/http-client.ts';
import { type Json, type JsonObject, asString } from '../support/json.ts';
import type { Resource } from './api.ts';
import { etagOf, expectStatus } from './expectations.ts';
import { freshValue, fullBody } from './samples/fresh.ts';
import type { World } from './world.ts';

/** A resource as the last answer showed it. */
export interface Created {
  readonly id: string;
  readonly path: string;
  readonly etag: string;
  readonly body: JsonObject;
}

/** Sends a create and leaves the judgement to the caller. */
export function post(world: World, { path }: Resource, json: Json): Promise<Reply> {
  return world.api.ask({ method: 'POST', path, json, headers: waiting(world) });
}

/** Asynchronous acceptance answers with the resource only to those who say that they wait. */
export function waiting(world: World): readonly (readonly [string, string])[] {
  return world.blueprint.features.acceptance === 'asynchronous' ? [['Prefer', 'wait=10']] : [];
}

export async function create(
  world: World,
  resource: Resource,
  overrides: JsonObject = {},
): Promise<Created> {
  const reply = await post(world, resource, fullBody(resource.aggregate, overrides));
  expectStatus(reply, 201);
  const id = asString(reply.object.id, 'id');
  return { id, path: `${resource.path}/${id}`, etag: etagOf(reply), body: reply.object };
}

export function read(world: World, path: string): Promise<Reply> {
  return world.api.ask({ method: 'GET', path });
}

export function patch(world: World, path: string, etag: string, json: Json): Promise<Reply> {
  return world.api.ask({ method: 'PATCH', path, json, headers: [['If-Match', etag]] });
}

export function remove(world: World, path: string, etag: string): Promise<Reply> {
  return world.api.ask({ method: 'DELETE', path, headers: [['If-Match', etag]] });
}

export function transition(world: World, path: string, name: string): Promise<Reply> {
  return world.api.ask({ method: 'POST', path: `${path}/${kebab(name)}` });
}

/** A change that any resource with a mutable field takes. */
export function changeOf(field: Field): JsonObject {
  return { [field.name]: freshValue(field) };
}

/** The transitions that lead from one state to another; undefined where none do. */
export function wayBetween(
  { transitions }: Lifecycle,
  from: string,
  to: (state: string) => boolean,
): readonly Transition[] | undefined {
  const ways = new Map<string, readonly Transition[]>([[from, []]]);
  // A map is walked in the order of insertion, additions included: breadth first.
  for (const [state, way] of ways) {
    if (to(state)) return way;
    for (const step of transitions) {
      if (step.from.includes(state) && !ways.has(step.to)) ways.set(step.to, [...way, step]);
    }
  }
  return undefined;
}

/** The transitions that lead from the initial state to `state`; undefined where none do. */
export function wayTo({ aggregate }: Resource, state: string): readonly Transition[] | undefined {
  const { lifecycle } = aggregate;
  if (lifecycle === null) return undefined;
  return wayBetween(lifecycle, lifecycle.initial, (each) => each === state);
}

/** A new resource in the given state. */
export async function createIn(
  world: World,
  resource: Resource,
  state: string,
  overrides: JsonObject = {},
): Promise<Created> {
  const way = wayTo(resource, state);
  if (way === undefined) throw new Error(`${resource.name} never gets to ${state}`);
  let created = await create(world, resource, overrides);
  for (const step of way) {
    const reply = await transition(world, created.path, step.name);
    expectStatus(reply, 200);
    created = { ...created, etag: etagOf(reply), body: reply.object };
  }
  return created;
}
