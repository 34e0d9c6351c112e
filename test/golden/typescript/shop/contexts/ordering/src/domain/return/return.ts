import {
  err,
  ok,
  type Origin,
  type Parsed,
  type Result,
  type TransitionNotAllowed,
  type Unvalidated,
} from '@packages/kernel';

import { returnDetails, type ReturnDetails, type NewReturn } from './return.details.ts';
import type { ReturnEvent } from './return.events.ts';
import { returnTransitions, type ReturnTransition } from './return.lifecycle.ts';
import type { ReturnSnapshot } from './return.snapshot.ts';

type State = Omit<ReturnSnapshot, keyof ReturnDetails> & ReturnDetails;

/** A delivered order that comes back. */
export class Return {
  #state: State;
  #events: ReturnEvent[] = [];

  private constructor(state: State) {
    this.#state = state;
  }

  static create(input: Unvalidated<NewReturn>, { id, now }: Origin): Parsed<Return> {
    const details = returnDetails.parse(input);
    if (!details.ok) return details;
    const created = new Return({
      ...details.value,
      id,
      status: 'announced',
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
    created.#record('ReturnCreated');
    return ok(created);
  }

  /** Brings back what was stored: nothing is checked, nothing is recorded. */
  static reconstitute(snapshot: ReturnSnapshot): Return {
    return new Return(snapshot);
  }

  get id(): string {
    return this.#state.id;
  }

  get version(): number {
    return this.#state.version;
  }

  change(changes: Unvalidated<ReturnDetails>, now: Date): Parsed<void> {
    const details = returnDetails.parseChanges(changes);
    if (!details.ok) return details;
    this.#advance({ ...this.#state, ...details.value }, 'ReturnChanged', now);
    return ok(undefined);
  }

  receive(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('receive', now);
  }

  accept(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('accept', now);
  }

  refuse(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('refuse', now);
  }

  withdraw(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('withdraw', now);
  }

  /** Whether the transition leads on from where it stands. */
  can(transition: ReturnTransition): boolean {
    return returnTransitions[transition].from.includes(this.#state.status);
  }

  remove(now: Date): void {
    this.#advance(this.#state, 'ReturnRemoved', now);
  }

  snapshot(): ReturnSnapshot {
    return this.#state;
  }

  /** Hands over what happened since the last time. */
  pullEvents(): readonly ReturnEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #step(transition: ReturnTransition, now: Date): Result<void, TransitionNotAllowed> {
    const { status } = this.#state;
    if (!this.can(transition)) return err({ kind: 'transition-not-allowed', transition, status });
    const { to, event } = returnTransitions[transition];
    this.#advance({ ...this.#state, status: to }, event, now);
    return ok(undefined);
  }

  #advance(state: State, event: ReturnEvent['name'], now: Date): void {
    this.#state = { ...state, version: state.version + 1, updatedAt: now };
    this.#record(event);
  }

  #record(name: ReturnEvent['name']): void {
    this.#events.push({
      name,
      aggregate: 'Return',
      aggregateId: this.#state.id,
      version: this.#state.version,
      occurredAt: this.#state.updatedAt,
      data: this.snapshot(),
    });
  }
}
