import type { World } from './world.ts';

/** One thing that must hold of a service, as a value: it can be listed, counted, run and seen to fail. */
export interface Case {
  /** Stable and unique in its suite, e.g. `create/ordering.Order/unknown-field`. */
  readonly id: string;
  /** What a caller would notice if it failed. */
  readonly title: string;
  /** Default 30 s. */
  readonly timeoutMs?: number;
  /** As that of a section. */
  readonly once?: boolean;
  run(world: World): Promise<void>;
}

/** A group of cases that belong to one section of the contract. */
export interface Section {
  readonly name: string;
  /** Run in a world of its own, with a fresh database, where the externals answer. */
  readonly withExternals?: boolean;
  /**
   * Judges what is the same whatever the blueprint says: whoever judges several repositories of one
   * stack may leave it to one of them (`Selection.repeated`).
   */
  readonly once?: boolean;
  readonly cases: readonly Case[];
}

/** The same cases, as what is judged once. */
export const onlyOnce = (cases: readonly Case[]): Case[] =>
  cases.map((each) => ({ ...each, once: true }));
