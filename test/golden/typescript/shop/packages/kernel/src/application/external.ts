/** What came of asking a dependency outside. */
export type ExternalOutcome<T> =
  | { readonly kind: 'accepted'; readonly value: T }
  /** it understood and declined: asking again gives the same */
  | { readonly kind: 'refused'; readonly status: number }
  /** it did not answer, or could not: asking again later may help */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number };

/** The same key for the same work, so that doing it again has no second effect. */
export interface CallOptions {
  readonly idempotencyKey: string;
}
