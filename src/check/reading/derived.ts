import type { Repository } from './repository.ts';

/** A view of a repository that several checks share, made when the first of them asks for it. */
export function derived<View>(
  make: (repository: Repository) => View,
): (repository: Repository) => View {
  const made = new WeakMap<Repository, { readonly view: View }>();
  return (repository) => {
    const known = made.get(repository) ?? { view: make(repository) };
    made.set(repository, known);
    return known.view;
  };
}
