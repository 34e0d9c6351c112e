import type { Context, Deployable } from '../blueprint/model.ts';
import { checkName, suggestName } from '../blueprint/names.ts';

/** The deployables that an architecture asks for. */
export function deployablesFor(
  architecture: 'one' | 'per-team',
  contexts: readonly Context[],
): readonly Deployable[] {
  const names = contexts.map(({ name }) => name).toSorted();
  if (architecture === 'one') return [{ name: 'api', contexts: names }];
  const taken = new Set<string>();
  const deployables = teamsOf(contexts).map((team) => {
    const name = freeName(team.wish, taken);
    taken.add(name);
    return { name, contexts: team.contexts };
  });
  return deployables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

interface Team {
  readonly wish: string;
  readonly contexts: readonly string[];
}

/** The team is the owner; a context that nobody owns yet is a team of its own, and keeps its name. */
function teamsOf(contexts: readonly Context[]): readonly Team[] {
  const unowned = contexts
    .filter(({ owner }) => owner === null)
    .map(({ name }) => ({ wish: name, contexts: [name] }));
  const owners = [...new Set(contexts.flatMap(({ owner }) => owner ?? []))].toSorted();
  const owned = owners.map((owner) => ({
    wish: teamName(owner),
    contexts: contexts
      .filter((context) => context.owner === owner)
      .map(({ name }) => name)
      .toSorted(),
  }));
  return [...unowned, ...owned];
}

/** `@acme/carriers` → `carriers` */
function teamName(owner: string): string {
  const name = owner.split('/').at(-1)?.replace(/^@/, '') ?? owner;
  return checkName('deployable', name) === null ? name : suggestName('deployable', name);
}

function freeName(wish: string, taken: ReadonlySet<string>): string {
  const stem = wish.slice(0, 30).replace(/-$/, '');
  const candidates = [wish, `${stem}-team`];
  for (let number = 2; candidates.every((name) => taken.has(name)); number += 1) {
    candidates.push(`${stem}-team-${number}`);
  }
  return candidates.find((name) => !taken.has(name)) ?? wish;
}
