/**
 * The contexts in the order in which examples take them: the largest first, so that adding a module
 * does not exchange the examples of a repository that people know.
 */
export function inOrderOfExamples<
  C extends { readonly name: string; readonly aggregates: readonly unknown[] },
>(contexts: readonly C[]): readonly C[] {
  return contexts.toSorted(
    (a, b) => b.aggregates.length - a.aggregates.length || (a.name < b.name ? -1 : 1),
  );
}
