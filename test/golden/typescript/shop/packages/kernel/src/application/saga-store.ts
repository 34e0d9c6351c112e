import type { Publication, SagaState } from './saga.ts';

/** The sagas of one kind, in the unit of work under way. */
export interface SagaStore<Data> {
  /** Nobody else changes what was found until the unit of work ends. */
  find(aggregateId: string): Promise<SagaState<Data> | null>;
  add(state: SagaState<Data>): Promise<void>;
  save(state: SagaState<Data>): Promise<void>;
  /** Running sagas past their deadline, the longest overdue first. */
  overdue(
    now: Date,
    limit: number,
  ): Promise<readonly Pick<SagaState, 'aggregateId' | 'correlationId'>[]>;
}

/** Publishes events that no aggregate records, with the unit of work under way. */
export interface EventPublisher {
  publish(event: Publication & { readonly subject: string }): void;
}
