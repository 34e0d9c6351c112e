import type { Actor } from '@packages/kernel/application';

/** Who calls, as a valid access token says it. */
export interface Principal {
  readonly actor: Actor;
  readonly scopes: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}
