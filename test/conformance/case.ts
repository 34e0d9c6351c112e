import type { World } from './world.ts';

/** One thing that must hold of a service, as a value: it can be listed, counted, run and seen to fail. */
export interface Case {
  /** Stable and unique in its suite, e.g. `create/ordering.Order/unknown-field`. */
  readonly id: string;
  /** What a caller would notice if it failed. */
  readonly title: string;
  /** Default 30 s. */
  readonly timeoutMs?: number;
  run(world: World): Promise<void>;
}

/** A group of cases that belong to one section of the contract. */
export interface Section {
  readonly name: string;
  /** Run in a world of its own, with a fresh database, where the externals answer. */
  readonly withExternals?: boolean;
  readonly cases: readonly Case[];
}
