import { ok, type Origin, type Parsed, type Unvalidated } from '@packages/kernel';

import { categoryDetails, type CategoryDetails, type NewCategory } from './category.details.ts';
import type { CategoryEvent } from './category.events.ts';
import type { CategorySnapshot } from './category.snapshot.ts';

type State = Omit<CategorySnapshot, keyof CategoryDetails> & CategoryDetails;

/** A shelf of the shop. */
export class Category {
  #state: State;
  #events: CategoryEvent[] = [];

  private constructor(state: State) {
    this.#state = state;
  }

  static create(input: Unvalidated<NewCategory>, { id, now }: Origin): Parsed<Category> {
    const details = categoryDetails.parse(input);
    if (!details.ok) return details;
    const created = new Category({
      ...details.value,
      id,
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
    created.#record('CategoryCreated');
    return ok(created);
  }

  /** Brings back what was stored: nothing is checked, nothing is recorded. */
  static reconstitute(snapshot: CategorySnapshot): Category {
    return new Category(snapshot);
  }

  get id(): string {
    return this.#state.id;
  }

  get version(): number {
    return this.#state.version;
  }

  change(changes: Unvalidated<CategoryDetails>, now: Date): Parsed<void> {
    const details = categoryDetails.parseChanges(changes);
    if (!details.ok) return details;
    this.#advance({ ...this.#state, ...details.value }, 'CategoryChanged', now);
    return ok(undefined);
  }

  remove(now: Date): void {
    this.#advance(this.#state, 'CategoryRemoved', now);
  }

  snapshot(): CategorySnapshot {
    return this.#state;
  }

  /** Hands over what happened since the last time. */
  pullEvents(): readonly CategoryEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #advance(state: State, event: CategoryEvent['name'], now: Date): void {
    this.#state = { ...state, version: state.version + 1, updatedAt: now };
    this.#record(event);
  }

  #record(name: CategoryEvent['name']): void {
    this.#events.push({
      name,
      aggregate: 'Category',
      aggregateId: this.#state.id,
      version: this.#state.version,
      occurredAt: this.#state.updatedAt,
      data: this.snapshot(),
    });
  }
}
