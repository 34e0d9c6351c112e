import {
  err,
  ok,
  type Origin,
  type Parsed,
  type Result,
  type TransitionNotAllowed,
  type Unvalidated,
} from '@packages/kernel';

import {
  allocationDetails,
  type AllocationDetails,
  type NewAllocation,
} from './allocation.details.ts';
import type { AllocationEvent } from './allocation.events.ts';
import { allocationTransitions, type AllocationTransition } from './allocation.lifecycle.ts';
import type { AllocationSnapshot } from './allocation.snapshot.ts';

type State = Omit<AllocationSnapshot, keyof AllocationDetails> & AllocationDetails;

/** Stock that the warehouse sets aside for an order. */
export class Allocation {
  #state: State;
  #events: AllocationEvent[] = [];

  private constructor(state: State) {
    this.#state = state;
  }

  static create(input: Unvalidated<NewAllocation>, { id, now }: Origin): Parsed<Allocation> {
    const details = allocationDetails.parse(input);
    if (!details.ok) return details;
    const created = new Allocation({
      ...details.value,
      id,
      status: 'requested',
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
    created.#record('AllocationCreated');
    return ok(created);
  }

  /** Brings back what was stored: nothing is checked, nothing is recorded. */
  static reconstitute(snapshot: AllocationSnapshot): Allocation {
    return new Allocation(snapshot);
  }

  get id(): string {
    return this.#state.id;
  }

  get version(): number {
    return this.#state.version;
  }

  change(changes: Unvalidated<AllocationDetails>, now: Date): Parsed<void> {
    const details = allocationDetails.parseChanges(changes);
    if (!details.ok) return details;
    this.#advance({ ...this.#state, ...details.value }, 'AllocationChanged', now);
    return ok(undefined);
  }

  confirm(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('confirm', now);
  }

  reject(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('reject', now);
  }

  release(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('release', now);
  }

  /** Whether the transition leads on from where it stands. */
  can(transition: AllocationTransition): boolean {
    return allocationTransitions[transition].from.includes(this.#state.status);
  }

  remove(now: Date): void {
    this.#advance(this.#state, 'AllocationRemoved', now);
  }

  snapshot(): AllocationSnapshot {
    return this.#state;
  }

  /** Hands over what happened since the last time. */
  pullEvents(): readonly AllocationEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #step(transition: AllocationTransition, now: Date): Result<void, TransitionNotAllowed> {
    const { status } = this.#state;
    if (!this.can(transition)) return err({ kind: 'transition-not-allowed', transition, status });
    const { to, event } = allocationTransitions[transition];
    this.#advance({ ...this.#state, status: to }, event, now);
    return ok(undefined);
  }

  #advance(state: State, event: AllocationEvent['name'], now: Date): void {
    this.#state = { ...state, version: state.version + 1, updatedAt: now };
    this.#record(event);
  }

  #record(name: AllocationEvent['name']): void {
    this.#events.push({
      name,
      aggregate: 'Allocation',
      aggregateId: this.#state.id,
      version: this.#state.version,
      occurredAt: this.#state.updatedAt,
      data: this.snapshot(),
    });
  }
}
