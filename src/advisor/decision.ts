import type { Features, Targets, Team } from '../blueprint/model.ts';

/** What the advisor decides from. */
export interface Inputs {
  readonly team: Team;
  readonly targets: Pick<Targets, 'p99Ms' | 'throughputRps'>;
}

export type RuleId = 'DEC-1' | 'DEC-2' | 'DEC-3' | 'DEC-4' | 'DEC-5';
export type Topic = 'architecture' | 'latency' | 'throughput';
export type Choice =
  | 'modular-monolith'
  | 'service-per-team'
  | 'in-memory-cache'
  | 'redis-and-replicas'
  | 'cdn-and-database'
  | 'asynchronous'
  | 'single-instance'
  | 'autoscaled'
  | 'sharded'
  | 'event-driven-cqrs';

/** A decision with its reasons; stable, it is what `advise --json` prints. */
export interface Decision {
  readonly rule: RuleId;
  readonly topic: Topic;
  readonly choice: Choice;
  /** the input that fired the rule, and what follows */
  readonly because: string;
  readonly alternatives: readonly Alternative[];
}

export interface Alternative {
  readonly choice: Choice;
  readonly whyNot: string;
}

/** What a choice changes in the blueprint. */
export interface Consequence {
  readonly features: Partial<Features>;
  /** one deployable for all contexts, or one for each team; null: not touched */
  readonly deployables: 'one' | 'per-team' | null;
}

/** A wish that goes against a decision. The wish is kept: it is the team's backend. */
export interface Conflict {
  readonly rule: RuleId;
  readonly topic: Topic;
  /** JSON pointer of the wish in the blueprint */
  readonly pointer: string;
  readonly wished: string;
  readonly decided: string;
  /** what was kept and what follows from it */
  readonly because: string;
}
