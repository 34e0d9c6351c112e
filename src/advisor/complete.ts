import type { Blueprint, Delivery } from '../blueprint/model.ts';
import type { Draft } from '../blueprint/draft.ts';
import { normalise, parseDraft } from '../blueprint/parse.ts';
import type { BlueprintProblem } from '../blueprint/problem.ts';
import { ok, type Result } from '../blueprint/result.ts';
import { consequenceOf, decisionsOf } from './advise.ts';
import { conflictsOf } from './conflicts.ts';
import { notesOf } from './not-emitted.ts';
import type { Conflict, Decision } from './decision.ts';
import { deployablesFor } from './deployables.ts';

/** A complete blueprint and why it is as it is. */
export interface Advised {
  readonly blueprint: Blueprint;
  readonly decisions: readonly Decision[];
  /** Wishes against decisions; the wishes were kept. */
  readonly conflicts: readonly Conflict[];
  /** What else a person should know, a sentence each. */
  readonly notes: readonly string[];
}

/** Reads a blueprint from YAML or JSON; what it leaves open is decided. */
export function parseBlueprint(
  text: string,
  source: { readonly file: string | null },
): Result<Advised, readonly BlueprintProblem[]> {
  const draft = parseDraft(text, source);
  return draft.ok ? ok(complete(draft.value)) : draft;
}

/** The same for plain data, e.g. a preset merged with flags. */
export function parseRaw(raw: unknown): Result<Advised, readonly BlueprintProblem[]> {
  const draft = normalise(raw);
  return draft.ok ? ok(complete(draft.value)) : draft;
}

/** Lets the advisor decide what the draft leaves open. */
export function complete(draft: Draft): Advised {
  const consequence = consequenceOf(draft);
  const deployables = draft.deployables ?? deployablesFor(consequence.deployables, draft.contexts);
  const blueprint: Blueprint = {
    schema: draft.schema,
    name: draft.name,
    stack: draft.stack,
    team: draft.team,
    targets: draft.targets,
    features: { ...consequence.features, ...draft.features },
    delivery: completeDelivery(draft.delivery, deployables.length),
    deployables,
    contexts: draft.contexts,
  };
  return {
    blueprint,
    decisions: decisionsOf(blueprint),
    conflicts: conflictsOf(blueprint),
    notes: notesOf(blueprint),
  };
}

/** What is delivered by default rests on what is below it: no cluster without images, no mesh without a cluster. */
function completeDelivery(given: Partial<Delivery>, deployables: number): Delivery {
  const container = given.container ?? 'docker';
  const orchestrator = given.orchestrator ?? (container === 'docker' ? 'kubernetes' : 'none');
  const onCluster = orchestrator === 'kubernetes';
  return {
    ci: given.ci ?? 'github-actions',
    container,
    orchestrator,
    gateway: given.gateway ?? (onCluster ? 'kong' : 'none'),
    mesh: given.mesh ?? defaultMesh(orchestrator, deployables),
    gitops: given.gitops ?? (onCluster ? 'argocd' : 'none'),
  };
}

/** A mesh is for processes that talk to one another, on a cluster. */
export function defaultMesh(
  orchestrator: Delivery['orchestrator'],
  deployables: number,
): Delivery['mesh'] {
  return orchestrator === 'kubernetes' && deployables > 1 ? 'istio' : 'none';
}
