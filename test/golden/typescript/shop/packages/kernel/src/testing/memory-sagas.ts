import type { Publication, SagaState } from '../application/saga.ts';
import type { EventPublisher, SagaStore } from '../application/saga-store.ts';

/** Sagas of one kind, kept in memory. */
export class MemorySagaStore<Data> implements SagaStore<Data> {
  #states: ReadonlyMap<string, SagaState<Data>> = new Map();

  find(aggregateId: string): Promise<SagaState<Data> | null> {
    return Promise.resolve(this.#states.get(aggregateId) ?? null);
  }

  add(state: SagaState<Data>): Promise<void> {
    return this.save(state);
  }

  save(state: SagaState<Data>): Promise<void> {
    this.#states = new Map(this.#states).set(state.aggregateId, state);
    return Promise.resolve();
  }

  overdue(now: Date, limit: number): Promise<readonly SagaState<Data>[]> {
    const overdue = [...this.#states.values()].filter(
      ({ status, deadline }) => status === 'running' && deadline <= now,
    );
    return Promise.resolve(overdue.slice(0, limit));
  }

  remember(): () => void {
    const states = this.#states;
    return () => {
      this.#states = states;
    };
  }
}

/** Remembers what was published. */
export class MemoryPublisher implements EventPublisher {
  readonly published: Publication[] = [];

  publish(event: Publication): void {
    this.published.push(event);
  }
}
