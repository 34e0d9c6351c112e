import { pascalCase } from 'change-case';
import type { ContextModel, RepositoryModel } from '../model.ts';

/** What the operations of a collection are named after: `placeOrder`, `listOrders`. */
export interface OperationNames {
  readonly one: string;
  readonly many: string;
}

interface Collection {
  readonly key: string;
  readonly transitions: readonly string[];
  /** From the shortest on: the later ones name the context as well. */
  readonly candidates: readonly OperationNames[];
}

const repositories = new WeakMap<RepositoryModel, ReadonlyMap<string, OperationNames>>();

/** Identifiers of operations are unique in the repository, as one client may use all of them. */
export function operationNames(context: ContextModel, plural: string): OperationNames {
  const { repository } = context;
  const known = repositories.get(repository) ?? namesOfAll(repository);
  repositories.set(repository, known);
  const names = known.get(keyOf(context.name, plural));
  if (names === undefined) throw new Error(`no collection ${plural} in ${context.name}`);
  return names;
}

function namesOfAll({ contexts }: RepositoryModel): ReadonlyMap<string, OperationNames> {
  const collections = contexts.flatMap(collectionsOf);
  // Of the status resource, where requests are accepted asynchronously.
  const own = contexts.map(({ name }) => `read${pascalCase(name)}Operation`);
  const levels = new Map(collections.map(({ key }) => [key, 0]));
  for (;;) {
    const clashing = clashes(collections, levels, own);
    if (clashing.length === 0) break;
    for (const { key } of clashing) levels.set(key, (levels.get(key) ?? 0) + 1);
  }
  return new Map(collections.map((collection) => [collection.key, namesAt(collection, levels)]));
}

/** Those that share an identifier and can still be told apart by a longer one. */
function clashes(
  collections: readonly Collection[],
  levels: ReadonlyMap<string, number>,
  own: readonly string[],
): readonly Collection[] {
  const owners = new Map<string, number>(own.map((identifier) => [identifier, 1]));
  const identifiers = new Map(
    collections.map((collection) => [
      collection.key,
      identifiersOf(namesAt(collection, levels), collection.transitions),
    ]),
  );
  for (const identifier of [...identifiers.values()].flat()) {
    owners.set(identifier, (owners.get(identifier) ?? 0) + 1);
  }
  return collections.filter(
    ({ key, candidates }) =>
      (levels.get(key) ?? 0) < candidates.length - 1 &&
      identifiers.get(key)?.some((identifier) => (owners.get(identifier) ?? 0) > 1),
  );
}

/** As `resourceOperations` of the emitted platform makes them. */
function identifiersOf(
  { one, many }: OperationNames,
  transitions: readonly string[],
): readonly string[] {
  return [
    ...['create', 'read', 'change', 'remove', ...transitions].map((verb) => `${verb}${one}`),
    `list${many}`,
  ];
}

function namesAt({ key, candidates }: Collection, levels: ReadonlyMap<string, number>) {
  const names = candidates[levels.get(key) ?? 0];
  if (names === undefined) throw new Error(`no name is left for ${key}`);
  return names;
}

function collectionsOf({ name, aggregates, readModels }: ContextModel): readonly Collection[] {
  const context = pascalCase(name);
  const collectionOf = (
    plural: string,
    one: string,
    many: string,
    transitions: readonly string[],
  ): Collection => ({
    key: keyOf(name, plural),
    transitions,
    candidates: [
      { one, many },
      { one: `${context}${one}`, many: `${context}${many}` },
      { one: `Of${context}_${one}`, many: `Of${context}_${many}` },
    ],
  });
  return [
    ...aggregates.map(({ plural, names, pluralNames, transitions }) =>
      collectionOf(
        plural,
        names.pascal,
        pluralNames.pascal,
        transitions.map((transition) => transitionVerb(transition.name)),
      ),
    ),
    ...readModels.map(({ plural, names, pluralNames }) =>
      collectionOf(plural, names.pascal, pluralNames.pascal, []),
    ),
  ];
}

const ownVerbs = new Set(['create', 'read', 'change', 'remove', 'list']);

/** A transition may be called like what every collection can do. */
function transitionVerb(transition: string): string {
  return ownVerbs.has(transition) ? `do${pascalCase(transition)}` : transition;
}

const keyOf = (context: string, plural: string): string => `${context}/${plural}`;
