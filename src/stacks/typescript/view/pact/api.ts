import { identifierExample } from '../http/examples.ts';
import type { AggregateModel, DeployableModel } from '../model.ts';
import type { HttpInteraction, PathFromState } from './document.ts';
import {
  eachLike,
  exactly,
  like,
  matching,
  matchersOf,
  object,
  patterned,
  type Expectation,
  type Json,
} from './expectation.ts';
import { canBeMade, documentExpectation, newDocument, sampleOf } from './values.ts';

/** The consumer that stands for whoever uses the API. */
export const frontEnd = 'web';

/** A collection of the API, as the tests of a deployable speak of it. */
export interface Collection {
  readonly title: string;
  readonly path: string;
  /** a variable that holds what is expected of one document, and that expectation */
  readonly variable: string;
  readonly document: Expectation;
  /** names of the provider's states */
  readonly some: string;
  readonly none: string;
  readonly body: Json;
  readonly interactions: readonly HttpInteraction[];
}

export function collectionsOf({ hosted }: DeployableModel): readonly Collection[] {
  return hosted.flatMap((context) => context.aggregates.filter(canBeMade).map(collectionOf));
}

function collectionOf(aggregate: AggregateModel): Collection {
  const { context, names, pluralNames } = aggregate;
  const place = `${pluralNames.words} in ${context.names.words}`;
  const collection = {
    title: place,
    path: `/v1/${context.name}/${aggregate.plural}`,
    variable: 'document',
    document: documentExpectation(aggregate, null),
    some: `there is ${withArticle(names.words)} among the ${place}`,
    none: `there are no ${place}`,
    body: newDocument(aggregate),
  };
  return { ...collection, interactions: interactionsOf(aggregate, collection) };
}

type Described = Omit<Collection, 'interactions'>;

function interactionsOf(
  aggregate: AggregateModel,
  collection: Described,
): readonly HttpInteraction[] {
  return [
    create(aggregate, collection),
    list(collection),
    ...readings(collection),
    ...changes(aggregate, collection),
    ...transitions(aggregate, collection),
    remove(collection),
  ];
}

function create(
  aggregate: AggregateModel,
  { path, title, none, body, document }: Described,
): HttpInteraction {
  const { asynchronous } = aggregate.context.repository.features;
  return {
    description: `a request to create one of the ${title}`,
    given: none,
    request: {
      method: 'POST',
      path,
      query: {},
      headers: asynchronous ? { Prefer: 'wait=10' } : {},
      body,
    },
    response: {
      status: 201,
      headers: {
        ...json(),
        ...entityTag(),
        Location: matching(`${path}/[0-9a-f-]{36}$`, `${path}/${identifierExample}`),
      },
      body: document,
    },
  };
}

function list({ path, title, some, document, variable }: Described): HttpInteraction {
  return {
    description: `a request for the ${title}`,
    given: some,
    request: { method: 'GET', path, query: {}, headers: {}, body: undefined },
    response: {
      status: 200,
      headers: json(),
      body: object({ items: eachLike(document, variable), nextCursor: exactly(null) }),
    },
  };
}

function readings({ path, title, some, none, document }: Described): readonly HttpInteraction[] {
  return [
    {
      description: `a request for one of the ${title}`,
      given: some,
      request: { method: 'GET', path: pathOfOne(path), query: {}, headers: {}, body: undefined },
      response: { status: 200, headers: { ...json(), ...entityTag() }, body: document },
    },
    {
      description: `a request for one of the ${title} that is not there`,
      given: none,
      request: {
        method: 'GET',
        path: `${path}/${identifierExample}`,
        query: {},
        headers: {},
        body: undefined,
      },
      response: {
        status: 404,
        headers: {
          'Content-Type': matching('^application/problem\\+json', 'application/problem+json'),
        },
        body: object({
          status: exactly(404),
          code: exactly('not-found'),
          title: like('Not found'),
        }),
      },
    },
  ];
}

/** A change of the first field that can be changed. */
function changes(
  aggregate: AggregateModel,
  { path, title, some, document }: Described,
): readonly HttpInteraction[] {
  const field = aggregate.fields.find((each) => !each.immutable && sampleOf(each) !== undefined);
  if (field === undefined) return [];
  return [
    {
      description: `a request to change one of the ${title}`,
      given: some,
      request: {
        method: 'PATCH',
        path: pathOfOne(path),
        query: {},
        headers: { 'If-Match': '*' },
        body: { [field.name]: sampleOf(field) ?? null },
      },
      response: { status: 200, headers: { ...json(), ...entityTag() }, body: document },
    },
  ];
}

/** The transitions a new one can make, unless the service makes one by itself. */
function transitions(
  aggregate: AggregateModel,
  { path, title, some }: Described,
): readonly HttpInteraction[] {
  const { lifecycle } = aggregate;
  if (lifecycle === null || movesByItself(aggregate)) return [];
  return aggregate.transitions
    .filter(({ from }) => from.includes(lifecycle.initial))
    .map((transition) => ({
      description: `a request to ${doing(transition.names.words)} one of the ${title}`,
      given: some,
      request: {
        method: 'POST',
        path: pathOfOne(path, `/${transition.segment}`),
        query: {},
        headers: {},
        body: undefined,
      },
      response: {
        status: 200,
        headers: { ...json(), ...entityTag() },
        body: documentExpectation(aggregate, transition.to),
      },
    }));
}

/** A transition may be called as an operation is that every collection has. */
function doing(words: string): string {
  return ['create', 'change', 'remove'].includes(words)
    ? `make the transition “${words}” of`
    : words;
}

/** Whether something in the service reacts to the creation of one by moving it on. */
function movesByItself(aggregate: AggregateModel): boolean {
  const { context } = aggregate;
  const [created] = aggregate.events;
  return (
    context.sagas.some((saga) => saga.startsOn === created) ||
    context.consumers.some(
      ({ events, aggregate: moved }) =>
        moved === aggregate && events.some((event) => event === created),
    )
  );
}

function remove({ path, title, some }: Described): HttpInteraction {
  return {
    description: `a request to remove one of the ${title}`,
    given: some,
    request: {
      method: 'DELETE',
      path: pathOfOne(path),
      query: {},
      headers: { 'If-Match': '*' },
      body: undefined,
    },
    response: { status: 204, headers: {}, body: undefined },
  };
}

function pathOfOne(path: string, rest = ''): PathFromState {
  return { expression: `${path}/\${id}${rest}`, example: `${path}/${identifierExample}${rest}` };
}

function json(): Readonly<Record<string, Expectation>> {
  return { 'Content-Type': matching('^application/json', 'application/json') };
}

function entityTag(): Readonly<Record<string, Expectation>> {
  return { ETag: patterned('entityTag', '"1"') };
}

function withArticle(words: string): string {
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** The matchers and other names that the consumer's test imports. */
export function importsOf(collections: readonly Collection[]): readonly string[] {
  const interactions = collections.flatMap((collection) => collection.interactions);
  const fromState = interactions.some(({ request }) => typeof request.path !== 'string');
  return [
    'contractBetween',
    ...(fromState ? ['fromState'] : []),
    ...matchersOf([
      ...collections.map(({ document }) => document),
      ...interactions.flatMap(({ response }) => [
        ...Object.values(response.headers),
        ...(response.body === undefined ? [] : [response.body]),
      ]),
    ]),
  ].sort();
}
