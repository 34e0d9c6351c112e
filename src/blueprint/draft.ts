import type { Blueprint, Delivery, Deployable, Features } from './model.ts';

/**
 * A blueprint as its author left it: checked and normalised, but with what the advisor decides still
 * open where it was not given. `advisor/complete.ts` makes the Blueprint of it.
 */
export interface Draft extends Omit<Blueprint, 'features' | 'delivery' | 'deployables'> {
  readonly features: Partial<Features>;
  readonly delivery: Partial<Delivery>;
  /** null: one for each the architecture asks for. */
  readonly deployables: readonly Deployable[] | null;
}

export const defaults = {
  stack: 'typescript',
  team: { size: 6, domainComplexity: 'medium', clearBoundaries: false },
  targets: { p99Ms: 300, throughputRps: 500, availability: 99.9 },
  deadlineSeconds: 86_400,
} as const;

export const limits = {
  contexts: 500,
  aggregatesPerContext: 100,
  fieldsPerAggregate: 200,
  transitionsPerAggregate: 100,
  enumValues: 200,
  deadlineSeconds: 366 * 86_400,
} as const;
