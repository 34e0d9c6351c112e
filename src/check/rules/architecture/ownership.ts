import { codeOwnersOf, ownersOf } from '../../reading/code-owners.ts';
import { contextsOf } from '../../reading/contexts.ts';
import { atFile, inspectEach, type Check, type Rule } from '../../rule.ts';

const contextOwners: Check = {
  name: 'context-owners',
  title: 'CODEOWNERS gives every context to the owner that the blueprint names',
  reason:
    'Who owns a context reviews its changes and is called at night. Two answers to who that is are none.',
  mend: 'Give contexts/<name>/ to the owner in CODEOWNERS, below patterns that are more general: the last match counts. Or change the owner in backend.yaml.',
  subject: 'contexts with an owner',
  applies: ({ blueprint }) => blueprint.contexts.some(({ owner }) => owner !== null),
  inspect(repository) {
    const codeOwners = codeOwnersOf(repository);
    const owned = repository.blueprint.contexts.filter(({ owner }) => owner !== null);
    return inspectEach(owned, ({ name, owner }) => {
      if (owner === null) return [];
      if (codeOwners === null) return [atFile('.github/CODEOWNERS', `Nobody owns ${name}.`)];
      const entry = ownersOf(codeOwners, `contexts/${name}/src/module.ts`);
      if (entry !== null && hasOwner(entry.owners, owner)) return [];
      const actual =
        entry === null || entry.owners.length === 0 ? 'nobody' : entry.owners.join(', ');
      const message = `${name} belongs to ${owner}, and is given to ${actual}.`;
      return [
        entry === null
          ? atFile(codeOwners.path, message)
          : { path: codeOwners.path, line: entry.line, column: 1, message },
      ];
    });
  },
};

/** GitHub does not look at case. */
const hasOwner = (owners: readonly string[], owner: string): boolean =>
  owners.some((each) => each.toLowerCase() === owner.toLowerCase());

const knownContexts: Check = {
  name: 'owned-contexts-exist',
  title: 'CODEOWNERS names contexts that are there',
  reason: 'An entry for a context that moved or went leaves what took its place without an owner.',
  mend: 'Correct the path, or remove the entry.',
  subject: 'entries of CODEOWNERS',
  applies: (repository) => codeOwnersOf(repository) !== null,
  inspect(repository) {
    const codeOwners = codeOwnersOf(repository);
    const names = new Set(contextsOf(repository).map(({ name }) => name));
    return inspectEach(codeOwners?.entries ?? [], ({ pattern, line }) => {
      const name = /^\/?contexts\/([^/*?]+)\//.exec(pattern)?.[1];
      if (name === undefined || names.has(name)) return [];
      const path = codeOwners?.path ?? '';
      return [{ path, line, column: 1, message: `There is no context ${name}.` }];
    });
  },
};

export const ownership: Rule = {
  id: 'ARC-6',
  title: 'Ownership is clear: an owner per context, in CODEOWNERS',
  checks: [contextOwners, knownContexts],
};
