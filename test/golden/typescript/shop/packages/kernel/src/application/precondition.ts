/** What a caller demands of the version it is about to change (`If-Match`). */
export type Precondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'any' }
  | { readonly kind: 'versions'; readonly versions: readonly number[] };

export function isMet(precondition: Precondition, version: number): boolean {
  return precondition.kind !== 'versions' || precondition.versions.includes(version);
}
