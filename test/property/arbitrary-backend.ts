import fc from 'fast-check';

import { arbitraryBlueprint } from './arbitrary-blueprint.ts';

export interface RawBackend {
  readonly deployables?: readonly { readonly name: string; readonly contexts: readonly string[] }[];
  readonly contexts: readonly { readonly name: string }[];
}

/** A backend with owners, references across contexts and sometimes deployables of its own, and an order to build it in. */
export const backends = fc
  .tuple(
    arbitraryBlueprint(),
    fc.array(fc.constantFrom(undefined, '@acme/one', '@acme/two', '@acme/api', '@solo'), {
      minLength: 4,
      maxLength: 4,
    }),
    fc.array(fc.constantFrom('main-process', 'second', 'third'), { minLength: 4, maxLength: 4 }),
    fc.boolean(),
    fc.boolean(),
    fc.boolean(),
    fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
  )
  .map(([blueprint, owners, hosts, isExplicit, hasCluster, refers, order]) => {
    const { contexts, ...rest } = blueprint as RawBackend;
    const all = contexts.map((context, index) => ({
      ...context,
      ...(owners[index] === undefined ? {} : { owner: owners[index] }),
      ...(refers ? referring(context, contexts[index - 1]) : {}),
    }));
    const raw: RawBackend = {
      ...rest,
      ...(hasCluster ? {} : { delivery: { orchestrator: 'none' } }),
      contexts: all,
      ...(isExplicit ? { deployables: hosting(all, hosts) } : {}),
    };
    const shuffled = all
      .map((context, index) => ({ context, key: order[index] ?? 0 }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ context }) => context.name);
    return { raw, order: shuffled };
  });

/** Refers to an aggregate of the context before it, and does something when that is removed. */
function referring(context: object, other: object | undefined) {
  const aggregate = (other as { aggregates?: { name: string }[]; name: string } | undefined)
    ?.aggregates?.[0];
  const name = (other as { name: string } | undefined)?.name;
  if (aggregate === undefined || name === undefined) return {};
  const { aggregates = [], consumes = [] } = context as {
    aggregates?: object[];
    consumes?: object[];
  };
  const field = { name: 'otherId', type: `ref(${name}.${aggregate.name})` };
  return {
    aggregates: [...aggregates, { name: 'Zlink', fields: [field] }],
    consumes: [
      ...consumes,
      {
        event: `${name}.${aggregate.name}Created`,
        create: { aggregate: 'Zlink', set: { otherId: 'id' } },
      },
    ],
    externals: [{ name: 'outside', operations: [{ name: 'ask', method: 'GET', path: '/ask' }] }],
  };
}

function hosting(contexts: readonly { name: string }[], hosts: readonly string[]) {
  const names = [...new Set(contexts.map((_, index) => hosts[index] ?? 'main-process'))];
  return names.map((name) => ({
    name,
    contexts: contexts.filter((_, index) => hosts[index] === name).map((context) => context.name),
  }));
}
