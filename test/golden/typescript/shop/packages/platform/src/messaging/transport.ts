import type { IntegrationEvent } from '@packages/kernel/application';

/** Carries events to those who have subscribed to them, at least once. */
export interface Transport {
  /** Resolves with one result per event, in the same order; a failed event is published again later. */
  publish(events: readonly IntegrationEvent[]): Promise<readonly PromiseSettledResult<unknown>[]>;
}

/** Who wants to hear of an event, in this process or in another one. */
export interface Subscription {
  readonly type: string;
  /** The schema of the consumer's context. */
  readonly schema: string;
  readonly consumer: string;
}
