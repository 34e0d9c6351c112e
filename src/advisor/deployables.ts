import type { Context, Deployable } from '../blueprint/model.ts';
import { checkName, suggestName } from '../blueprint/names.ts';

/** The deployables that an architecture asks for. */
export function deployablesFor(
  architecture: 'one' | 'per-team',
  contexts: readonly Context[],
): readonly Deployable[] {
  const names = contexts.map(({ name }) => name).toSorted();
  if (architecture === 'one') return [{ name: 'api', contexts: names }];
  const byTeam = new Map<string, readonly Context[]>();
  for (const context of contexts) {
    const team = teamOf(context);
    byTeam.set(team, [...(byTeam.get(team) ?? []), context]);
  }
  const deployables = [...byTeam].map(([name, hosted]) => ({
    name,
    contexts: hosted.map((context) => context.name).toSorted(),
  }));
  return deployables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The team is the owner; a context that nobody owns yet is a team of its own. */
function teamOf(context: Context): string {
  const owner = context.owner?.split('/').at(-1)?.replace(/^@/, '');
  if (owner === undefined) return context.name;
  return checkName('deployable', owner) === null ? owner : suggestName('deployable', owner);
}
