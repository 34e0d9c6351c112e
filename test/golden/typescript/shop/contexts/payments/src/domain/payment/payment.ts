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

import { paymentDetails, type PaymentDetails, type NewPayment } from './payment.details.ts';
import type { PaymentEvent } from './payment.events.ts';
import { paymentTransitions, type PaymentTransition } from './payment.lifecycle.ts';
import type { PaymentSnapshot } from './payment.snapshot.ts';

type State = Omit<PaymentSnapshot, keyof PaymentDetails> & PaymentDetails;

/** What a customer owes for an order, and whether it was paid. */
export class Payment {
  #state: State;
  #events: PaymentEvent[] = [];

  private constructor(state: State) {
    this.#state = state;
  }

  static create(input: Unvalidated<NewPayment>, { id, now }: Origin): Parsed<Payment> {
    const details = paymentDetails.parse(input);
    if (!details.ok) return details;
    const created = new Payment({
      ...details.value,
      id,
      status: 'requested',
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
    created.#record('PaymentCreated');
    return ok(created);
  }

  /** Brings back what was stored: nothing is checked, nothing is recorded. */
  static reconstitute(snapshot: PaymentSnapshot): Payment {
    return new Payment({
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

  change(changes: Unvalidated<PaymentDetails>, now: Date): Parsed<void> {
    const details = paymentDetails.parseChanges(changes);
    if (!details.ok) return details;
    this.#advance({ ...this.#state, ...details.value }, 'PaymentChanged', now);
    return ok(undefined);
  }

  capture(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('capture', now);
  }

  decline(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('decline', now);
  }

  cancel(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('cancel', now);
  }

  requestRefund(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('requestRefund', now);
  }

  retryRefund(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('retryRefund', now);
  }

  refund(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('refund', now);
  }

  failRefund(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('failRefund', now);
  }

  /** Whether the transition leads on from where it stands. */
  can(transition: PaymentTransition): boolean {
    return paymentTransitions[transition].from.includes(this.#state.status);
  }

  remove(now: Date): void {
    this.#advance(this.#state, 'PaymentRemoved', now);
  }

  snapshot(): PaymentSnapshot {
    return {
      ...this.#state,
      amount: this.#state.amount.toData(),
    };
  }

  /** Hands over what happened since the last time. */
  pullEvents(): readonly PaymentEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #step(transition: PaymentTransition, now: Date): Result<void, TransitionNotAllowed> {
    const { status } = this.#state;
    if (!this.can(transition)) return err({ kind: 'transition-not-allowed', transition, status });
    const { to, event } = paymentTransitions[transition];
    this.#advance({ ...this.#state, status: to }, event, now);
    return ok(undefined);
  }

  #advance(state: State, event: PaymentEvent['name'], now: Date): void {
    this.#state = { ...state, version: state.version + 1, updatedAt: now };
    this.#record(event);
  }

  #record(name: PaymentEvent['name']): void {
    this.#events.push({
      name,
      aggregate: 'Payment',
      aggregateId: this.#state.id,
      version: this.#state.version,
      occurredAt: this.#state.updatedAt,
      data: this.snapshot(),
    });
  }
}
