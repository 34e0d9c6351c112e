import type { Draft } from './draft.ts';
import { checkReactions } from './check-reactions.ts';
import { checkSaga } from './check-sagas.ts';
import type { Field } from './model.ts';
import type { Origins } from './origins.ts';
import { quote, suggest, type Report } from './problem.ts';
import { References } from './references.ts';

/** Every name that points to something else finds it, and what is passed on fits where it arrives. */
export function checkReferences(draft: Draft, origins: Origins, report: Report): void {
  const references = new References(draft, origins, report);
  for (const context of draft.contexts) {
    const fields = [
      ...context.aggregates.flatMap((aggregate) => aggregate.fields),
      ...context.externals.flatMap(({ operations }) =>
        operations.flatMap(({ request, response }) => [...request, ...response]),
      ),
    ];
    for (const field of fields) checkReference(references, field);
    checkReactions(references, context);
    for (const saga of context.sagas) checkSaga(references, context, saga);
  }
  checkCreationCycles(references);
  checkDeployables(references);
}

function checkReference(references: References, field: Field): void {
  if (field.type.kind !== 'ref') return;
  const { context: contextName, aggregate } = field.type;
  const path = [...references.at(field), 'type'];
  const context = references.context(contextName, path);
  if (context === null || context.aggregates.some(({ name }) => name === aggregate)) return;
  references.report(
    'unknown-reference',
    path,
    `The context ${quote(contextName)} has no aggregate ${quote(aggregate)}`,
    suggest(
      aggregate,
      context.aggregates.map(({ name }) => name),
    ),
  );
}

/** An aggregate whose creation creates itself, over however many contexts, would never stop. */
function checkCreationCycles(references: References): void {
  const creates = new Map<string, { readonly to: string; readonly part: object }[]>();
  for (const context of references.draft.contexts) {
    for (const consumption of context.consumes) {
      const { on, reaction } = consumption;
      const event = references.events.get(on.context)?.find(({ name }) => name === on.event);
      if (reaction.kind !== 'create' || event?.cause !== 'create') continue;
      const from = `${on.context}.${event.aggregate}`;
      const edge = { to: `${context.name}.${reaction.aggregate}`, part: consumption };
      creates.set(from, [...(creates.get(from) ?? []), edge]);
    }
  }
  for (const [start, edges] of creates) {
    for (const edge of edges) {
      const reached = new Set([edge.to]);
      for (const aggregate of reached)
        for (const { to } of creates.get(aggregate) ?? []) reached.add(to);
      if (reached.has(start))
        references.report(
          'never-ends',
          references.at(edge.part),
          `Creating ${start} creates ${edge.to}, which ends in creating ${start} again`,
          'React to an event that is not part of the circle.',
        );
    }
  }
}

function checkDeployables(references: References): void {
  const { deployables } = references.draft;
  if (deployables === null) return;
  const names = new Set<string>();
  const hosts = new Map<string, string>();
  for (const deployable of deployables) {
    const path = references.at(deployable);
    if (names.has(deployable.name))
      references.report(
        'duplicate',
        [...path, 'name'],
        `The deployable ${quote(deployable.name)} is there twice`,
        'Rename or merge them.',
      );
    names.add(deployable.name);
    if (deployable.contexts.length === 0)
      references.report(
        'missing',
        [...path, 'contexts'],
        `The deployable ${quote(deployable.name)} hosts no context`,
        'Name one, or remove the deployable.',
      );
    for (const context of deployable.contexts) {
      if (references.context(context, [...path, 'contexts']) === null) continue;
      const host = hosts.get(context);
      if (host !== undefined)
        references.report(
          'duplicate',
          [...path, 'contexts'],
          `The context ${quote(context)} is hosted by ${quote(host)} already`,
          'A context lives in exactly one deployable.',
        );
      hosts.set(context, deployable.name);
    }
  }
  for (const { name } of references.draft.contexts) {
    if (!hosts.has(name))
      references.report(
        'unhosted-context',
        ['deployables'],
        `No deployable hosts the context ${quote(name)}`,
        `Add it to one, or leave \`deployables\` out.`,
      );
  }
}
