import type { TSchema } from '@sinclair/typebox';
import { noBody, type Operation } from './operation.ts';
import type { ProblemCode } from './problem.ts';
import { pageOf } from './schema.ts';

export interface ReadableResource {
  /** Context and collection, e.g. `ordering.orders`. */
  readonly collection: string;
  /** What operations are named after, unique in the service: `Order` and `Orders`. */
  readonly names: { readonly one: string; readonly many: string };
  /** For prose: `order` (`an order`) and `orders`. */
  readonly prose: { readonly noun: string; readonly one: string; readonly many: string };
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
export function readOperations({ collection, names, prose, scopes, resource }: ReadableResource) {
  const tag = collection;
  const list: Operation<typeof noBody.schema> = {
    id: `list${names.many}`,
    tag,
    summary: `List ${prose.many}, the newest first`,
    scope: scopes.read,
    body: noBody,
    paged: true,
    success: {
      status: 200,
      description: `A page of ${prose.many}.`,
      schema: pageOf(resource.schema),
      example: { items: [resource.example], nextCursor: null },
    },
  };
  const read: Operation<typeof noBody.schema> = {
    id: `read${names.one}`,
    tag,
    summary: `Read ${prose.one}`,
    scope: scopes.read,
    body: noBody,
    success: { status: 200, description: `The ${prose.noun}.`, ...resource, headers: ['ETag'] },
  };
  return { list, read };
}

/** What can be asked of the collection of an aggregate. */
export function resourceOperations<Creation extends TSchema, Changes extends TSchema>(
  declared: WritableResource<Creation, Changes>,
) {
  const { collection, names, prose, scopes, resource, creation, changes } = declared;
  const tag = collection;
  const scope = scopes.write;
  const create: Operation<Creation> = {
    id: `create${names.one}`,
    tag,
    summary: `Create ${prose.one}`,
    scope,
    body: { schema: creation.schema, mediaTypes: ['application/json'], example: creation.example },
    success: {
      status: 201,
      description: `The ${prose.noun} was created.`,
      ...resource,
      headers: ['ETag', 'Location'],
    },
    problems: creation.problems ?? [],
  };
  const change: Operation<Changes> = {
    id: `change${names.one}`,
    tag,
    summary: `Change ${prose.one}`,
    scope,
    ifMatch: 'required',
    body: {
      schema: changes.schema,
      mediaTypes: ['application/merge-patch+json', 'application/json'],
      example: changes.example,
    },
    success: {
      status: 200,
      description: `The ${prose.noun}, as changed.`,
      ...resource,
      headers: ['ETag'],
    },
    problems: changes.problems ?? [],
  };
  const remove: Operation<typeof noBody.schema> = {
    id: `remove${names.one}`,
    tag,
    summary: `Remove ${prose.one}`,
    scope,
    ifMatch: 'required',
    body: noBody,
    success: { status: 204, description: `The ${prose.noun} was removed.` },
  };
  const transition = (name: string): Operation<typeof noBody.schema> => ({
    id: `${transitionVerb(name)}${names.one}`,
    tag,
    summary: transitionSummary(name, prose.one),
    scope,
    ifMatch: 'optional',
    body: noBody,
    success: {
      status: 200,
      description: `The ${prose.noun}, in its new status.`,
      ...resource,
      headers: ['ETag'],
    },
    problems: ['transition-not-allowed'],
  });
  return { ...readOperations(declared), create, change, remove, transition };
}

const ownVerbs = new Set(['create', 'read', 'change', 'remove', 'list']);

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A transition may be called like what every collection can do. */
const transitionVerb = (name: string): string =>
  ownVerbs.has(name) ? `do${capitalised(name)}` : name;

/** `place` places an order, and `markAsPaid` marks an order as paid. */
function transitionSummary(name: string, one: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(' ');
  const [verb = '', ...rest] = words;
  return [capitalised(verb), one, ...rest].join(' ');
}
