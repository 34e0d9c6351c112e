import type { TSchema } from '@sinclair/typebox';
import { noBody, type Operation } from './operation.ts';
import type { ProblemCode } from './problem.ts';
import { pageOf } from './schema.ts';

export interface ReadableResource {
  /** Context and collection, e.g. `ordering.orders`. */
  readonly collection: string;
  /** For prose: `an order`, `orders`. */
  readonly one: string;
  readonly many: string;
  readonly scopes: { readonly read: string; readonly write: string };
  readonly resource: Described<TSchema>;
}

export interface WritableResource<
  Creation extends TSchema,
  Changes extends TSchema,
> extends ReadableResource {
  readonly creation: Described<Creation> & { readonly problems?: readonly ProblemCode[] };
  readonly changes: Described<Changes> & { readonly problems?: readonly ProblemCode[] };
}

interface Described<Schema extends TSchema> {
  readonly schema: Schema;
  readonly example: unknown;
}

/** What can be asked of a collection that callers only read. */
export function readOperations({ collection, one, many, scopes, resource }: ReadableResource) {
  const tag = collection;
  const list: Operation<typeof noBody.schema> = {
    id: `${collection}.list`,
    tag,
    summary: `List ${many}, the newest first`,
    scope: scopes.read,
    body: noBody,
    paged: true,
    success: {
      status: 200,
      description: `A page of ${many}.`,
      schema: pageOf(resource.schema),
      example: { items: [resource.example], nextCursor: null },
    },
  };
  const read: Operation<typeof noBody.schema> = {
    id: `${collection}.read`,
    tag,
    summary: `Read ${one}`,
    scope: scopes.read,
    body: noBody,
    success: { status: 200, description: `This is ${one}.`, ...resource, headers: ['ETag'] },
  };
  return { list, read };
}

/** What can be asked of the collection of an aggregate. */
export function resourceOperations<Creation extends TSchema, Changes extends TSchema>(
  declared: WritableResource<Creation, Changes>,
) {
  const { collection, one, scopes, resource, creation, changes } = declared;
  const tag = collection;
  const scope = scopes.write;
  const create: Operation<Creation> = {
    id: `${collection}.create`,
    tag,
    summary: `Create ${one}`,
    scope,
    body: { schema: creation.schema, mediaTypes: ['application/json'], example: creation.example },
    success: {
      status: 201,
      description: `There is ${one} more.`,
      ...resource,
      headers: ['ETag', 'Location'],
    },
    problems: creation.problems ?? [],
  };
  const change: Operation<Changes> = {
    id: `${collection}.change`,
    tag,
    summary: `Change ${one}`,
    scope,
    ifMatch: 'required',
    body: {
      schema: changes.schema,
      mediaTypes: ['application/merge-patch+json', 'application/json'],
      example: changes.example,
    },
    success: { status: 200, description: 'The change is made.', ...resource, headers: ['ETag'] },
    problems: changes.problems ?? [],
  };
  const remove: Operation<typeof noBody.schema> = {
    id: `${collection}.remove`,
    tag,
    summary: `Remove ${one}`,
    scope,
    ifMatch: 'required',
    body: noBody,
    success: { status: 204, description: 'It is removed.' },
  };
  const transition = (name: string): Operation<typeof noBody.schema> => ({
    id: `${collection}.transitions.${name}`,
    tag,
    summary: `Transition ${one}: ${name}`,
    scope,
    ifMatch: 'optional',
    body: noBody,
    success: {
      status: 200,
      description: 'The transition is made.',
      ...resource,
      headers: ['ETag'],
    },
    problems: ['transition-not-allowed'],
  });
  return { ...readOperations(declared), create, change, remove, transition };
}
