import type { Consumption } from '../../src/blueprint/model.ts';
import { type AggregateEvent, eventsOfAggregate } from '../../src/blueprint/events.ts';
import { type JsonObject } from '../support/json.ts';
import { type Created, changeOf, create, createIn, patch, remove, transition } from './acting.ts';
import type { Resource } from './api.ts';
import { expectStatus } from './expectations.ts';
import { mutableField } from './samples/fresh.ts';
import type { World } from './world.ts';

/** A resource and what has to be done to it so that the event happens. */
export interface Source {
  readonly resource: Resource;
  readonly cause: AggregateEvent['cause'];
  /** The transition whose event it is. */
  readonly step: string | null;
  /** A new resource to which the event can happen next; for a creation the event has happened. */
  prepare(world: World, overrides?: JsonObject): Promise<Created>;
  /** Makes it happen, and gives the resource as it is then. */
  happen(world: World, prepared: Created): Promise<Created>;
}

export function sourceOf(resources: readonly Resource[], { on }: Consumption): Source | undefined {
  for (const resource of resources.filter(({ context }) => context.name === on.context)) {
    const event = eventsOfAggregate(resource.aggregate).find(({ name }) => name === on.event);
    if (event !== undefined) return source(resource, event);
  }
  return undefined;
}

function source(resource: Resource, { cause, transition: step }: AggregateEvent): Source {
  return {
    resource,
    cause,
    step: step?.name ?? null,
    prepare(world, overrides = {}) {
      const initial = resource.aggregate.lifecycle?.initial ?? '';
      const ready = step === null || step.from.includes(initial);
      return ready
        ? create(world, resource, overrides)
        : createIn(world, resource, step.from[0] ?? '', overrides);
    },
    async happen(world, prepared) {
      if (cause === 'create') return prepared;
      if (cause === 'remove') {
        expectStatus(await remove(world, prepared.path, prepared.etag), 204);
        return prepared;
      }
      const field = mutableField(resource.aggregate);
      const reply =
        step === null
          ? await patch(
              world,
              prepared.path,
              prepared.etag,
              field === undefined ? {} : changeOf(field),
            )
          : await transition(world, prepared.path, step.name);
      expectStatus(reply, 200);
      return { ...prepared, body: reply.object, etag: reply.headers.etag ?? '' };
    },
  };
}

export async function fire(world: World, from: Source): Promise<Created> {
  return from.happen(world, await from.prepare(world));
}
