import { addContext } from '../../blueprint/edit/add-context.ts';
import { dependenciesBetween, type Dependency } from '../../blueprint/edit/dependents.ts';
import type { Blueprint } from '../../blueprint/model.ts';
import { checkName } from '../../blueprint/names.ts';
import type { Finding } from '../../blueprint/problem.ts';
import { err, ok, type Result } from '../../blueprint/result.ts';
import { defaultMesh } from '../complete.ts';
import { hostedWith, hostedWithout } from './hosting.ts';

/** A bounded context to be added to a backend. */
export interface Addition {
  /** as an entry of `contexts` is written */
  readonly context: unknown;
  /** the deployable that is to host it, there or new; null: as it follows */
  readonly deployable: string | null;
}

export type AdditionRefusal =
  /** `path`s point into the context */
  | { readonly kind: 'invalid'; readonly findings: readonly Finding[] }
  | { readonly kind: 'deployable-needed'; readonly deployables: readonly string[] }
  | {
      readonly kind: 'invalid-deployable';
      readonly name: string;
      readonly message: string;
      readonly suggestion: string;
    };

/**
 * The blueprint with one more context: what `create` would have made of both together, so that it
 * does not matter in which order contexts came to be.
 */
export function withContext(
  before: Blueprint,
  { context, deployable }: Addition,
): Result<Blueprint, AdditionRefusal> {
  const problem = deployable === null ? null : checkName('deployable', deployable);
  if (deployable !== null && problem !== null)
    return err({ kind: 'invalid-deployable', name: deployable, ...problem });

  const contexts = addContext(before, context);
  if (!contexts.ok) return err({ kind: 'invalid', findings: contexts.error });

  const deployables = hostedWith(before, contexts.value, deployable);
  if (deployables === null) {
    const names = before.deployables.map(({ name }) => name);
    return err({ kind: 'deployable-needed', deployables: names });
  }
  return ok(completed(before, { contexts: contexts.value, deployables }));
}

export type RemovalRefusal =
  | { readonly kind: 'unknown'; readonly contexts: readonly string[] }
  | { readonly kind: 'last' }
  | { readonly kind: 'still-consumed'; readonly by: readonly Dependency[] };

/** The blueprint without a context that no other rests on. */
export function withoutContext(before: Blueprint, name: string): Result<Blueprint, RemovalRefusal> {
  const contexts = before.contexts.filter((context) => context.name !== name);
  if (contexts.length === before.contexts.length)
    return err({ kind: 'unknown', contexts: contexts.map((context) => context.name) });
  const by = dependenciesBetween(before).filter(({ on }) => on === name);
  if (by.length > 0) return err({ kind: 'still-consumed', by });
  if (contexts.length === 0) return err({ kind: 'last' });
  return ok(completed(before, { contexts, deployables: hostedWithout(before, contexts) }));
}

/** What had its default keeps it, where the default changes with the number of deployables. */
function completed(
  before: Blueprint,
  after: Pick<Blueprint, 'contexts' | 'deployables'>,
): Blueprint {
  const { delivery } = before;
  const mesh = (deployables: number) => defaultMesh(delivery.orchestrator, deployables);
  const wasDefault = delivery.mesh === mesh(before.deployables.length);
  return {
    ...before,
    delivery: wasDefault ? { ...delivery, mesh: mesh(after.deployables.length) } : delivery,
    ...after,
  };
}
