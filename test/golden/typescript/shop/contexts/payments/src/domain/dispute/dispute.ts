import {
  Money,
  err,
  ok,
  type Origin,
  type Parsed,
  type Result,
  type TransitionNotAllowed,
  type Unvalidated,
} from '@packages/kernel';

import { disputeDetails, type DisputeDetails, type NewDispute } from './dispute.details.ts';
import type { DisputeEvent } from './dispute.events.ts';
import { disputeTransitions, type DisputeTransition } from './dispute.lifecycle.ts';
import type { DisputeSnapshot } from './dispute.snapshot.ts';

type State = Omit<DisputeSnapshot, keyof DisputeDetails> & DisputeDetails;

/** A payment that the payer's bank questions. */
export class Dispute {
  #state: State;
  #events: DisputeEvent[] = [];

  private constructor(state: State) {
    this.#state = state;
  }

  static create(input: Unvalidated<NewDispute>, { id, now }: Origin): Parsed<Dispute> {
    const details = disputeDetails.parse(input);
    if (!details.ok) return details;
    const created = new Dispute({
      ...details.value,
      id,
      status: 'opened',
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
    created.#record('DisputeCreated');
    return ok(created);
  }

  /** Brings back what was stored: nothing is checked, nothing is recorded. */
  static reconstitute(snapshot: DisputeSnapshot): Dispute {
    return new Dispute({
      ...snapshot,
      amount: Money.of(snapshot.amount),
    });
  }

  get id(): string {
    return this.#state.id;
  }

  get version(): number {
    return this.#state.version;
  }

  change(changes: Unvalidated<DisputeDetails>, now: Date): Parsed<void> {
    const details = disputeDetails.parseChanges(changes);
    if (!details.ok) return details;
    this.#advance({ ...this.#state, ...details.value }, 'DisputeChanged', now);
    return ok(undefined);
  }

  contest(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('contest', now);
  }

  win(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('win', now);
  }

  lose(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('lose', now);
  }

  /** Whether the transition leads on from where it stands. */
  can(transition: DisputeTransition): boolean {
    return disputeTransitions[transition].from.includes(this.#state.status);
  }

  remove(now: Date): void {
    this.#advance(this.#state, 'DisputeRemoved', now);
  }

  snapshot(): DisputeSnapshot {
    return {
      ...this.#state,
      amount: this.#state.amount.toData(),
    };
  }

  /** Hands over what happened since the last time. */
  pullEvents(): readonly DisputeEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #step(transition: DisputeTransition, now: Date): Result<void, TransitionNotAllowed> {
    const { status } = this.#state;
    if (!this.can(transition)) return err({ kind: 'transition-not-allowed', transition, status });
    const { to, event } = disputeTransitions[transition];
    this.#advance({ ...this.#state, status: to }, event, now);
    return ok(undefined);
  }

  #advance(state: State, event: DisputeEvent['name'], now: Date): void {
    this.#state = { ...state, version: state.version + 1, updatedAt: now };
    this.#record(event);
  }

  #record(name: DisputeEvent['name']): void {
    this.#events.push({
      name,
      aggregate: 'Dispute',
      aggregateId: this.#state.id,
      version: this.#state.version,
      occurredAt: this.#state.updatedAt,
      data: this.snapshot(),
    });
  }
}
