import type { Blueprint, Context, Deployable } from '../../blueprint/model.ts';
import { consequenceOf } from '../advise.ts';
import { deployablesFor } from '../deployables.ts';

/** Which deployable hosts which context, after one came; null: it has to be said. */
export function hostedWith(
  before: Blueprint,
  contexts: readonly Context[],
  wish: string | null,
): readonly Deployable[] | null {
  const added = contexts.find(({ name }) => hostOf(before.deployables, name) === undefined);
  if (added === undefined) return before.deployables;
  if (wish === null && isDerived(before)) return derived(before, contexts);
  const [only, ...others] = before.deployables;
  const host = wish ?? (others.length === 0 ? only?.name : undefined);
  return host === undefined ? null : hosting(before.deployables, host, added.name);
}

/** The same after one left; a deployable that hosts nothing any more is gone. */
export function hostedWithout(
  before: Blueprint,
  contexts: readonly Context[],
): readonly Deployable[] {
  if (isDerived(before)) return derived(before, contexts);
  const left = new Set(contexts.map(({ name }) => name));
  return before.deployables
    .map(({ name, contexts: hosted }) => ({
      name,
      contexts: hosted.filter((context) => left.has(context)),
    }))
    .filter((deployable) => deployable.contexts.length > 0);
}

/** Whether the deployables are those that follow from the decisions: then they go on following. */
export function isDerived(blueprint: Blueprint): boolean {
  return (
    JSON.stringify(derived(blueprint, blueprint.contexts)) ===
    JSON.stringify(blueprint.deployables.map(({ name, contexts }) => ({ name, contexts })))
  );
}

function derived(blueprint: Blueprint, contexts: readonly Context[]): readonly Deployable[] {
  return deployablesFor(consequenceOf(blueprint).deployables, contexts);
}

function hosting(
  deployables: readonly Deployable[],
  host: string,
  context: string,
): readonly Deployable[] {
  const isNew = deployables.every(({ name }) => name !== host);
  const all = isNew ? [...deployables, { name: host, contexts: [] }] : deployables;
  return all
    .map((deployable) =>
      deployable.name === host
        ? { name: host, contexts: [...deployable.contexts, context].toSorted() }
        : deployable,
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The name of the deployable that hosts a context. */
export function hostOf(deployables: readonly Deployable[], context: string): string | undefined {
  return deployables.find(({ contexts }) => contexts.includes(context))?.name;
}
