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

import { orderDetails, type OrderDetails, type NewOrder } from './order.details.ts';
import type { OrderEvent } from './order.events.ts';
import { orderTransitions, type OrderTransition } from './order.lifecycle.ts';
import type { OrderSnapshot } from './order.snapshot.ts';

type State = Omit<OrderSnapshot, keyof OrderDetails> & OrderDetails;

/** A customer's wish for a product, binding once it is placed. */
export class Order {
  #state: State;
  #events: OrderEvent[] = [];

  private constructor(state: State) {
    this.#state = state;
  }

  static create(input: Unvalidated<NewOrder>, { id, now }: Origin): Parsed<Order> {
    const details = orderDetails.parse(input);
    if (!details.ok) return details;
    const created = new Order({
      ...details.value,
      id,
      status: 'draft',
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
    created.#record('OrderCreated');
    return ok(created);
  }

  /** Brings back what was stored: nothing is checked, nothing is recorded. */
  static reconstitute(snapshot: OrderSnapshot): Order {
    return new Order({
      ...snapshot,
      total: Money.of(snapshot.total),
    });
  }

  get id(): string {
    return this.#state.id;
  }

  get version(): number {
    return this.#state.version;
  }

  change(changes: Unvalidated<OrderDetails>, now: Date): Parsed<void> {
    const details = orderDetails.parseChanges(changes);
    if (!details.ok) return details;
    this.#advance({ ...this.#state, ...details.value }, 'OrderChanged', now);
    return ok(undefined);
  }

  place(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('place', now);
  }

  confirm(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('confirm', now);
  }

  ship(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('ship', now);
  }

  deliver(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('deliver', now);
  }

  cancel(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('cancel', now);
  }

  /** Whether the transition leads on from where it stands. */
  can(transition: OrderTransition): boolean {
    return orderTransitions[transition].from.includes(this.#state.status);
  }

  remove(now: Date): void {
    this.#advance(this.#state, 'OrderRemoved', now);
  }

  snapshot(): OrderSnapshot {
    return {
      ...this.#state,
      total: this.#state.total.toData(),
    };
  }

  /** Hands over what happened since the last time. */
  pullEvents(): readonly OrderEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #step(transition: OrderTransition, now: Date): Result<void, TransitionNotAllowed> {
    const { status } = this.#state;
    if (!this.can(transition)) return err({ kind: 'transition-not-allowed', transition, status });
    const { to, event } = orderTransitions[transition];
    this.#advance({ ...this.#state, status: to }, event, now);
    return ok(undefined);
  }

  #advance(state: State, event: OrderEvent['name'], now: Date): void {
    this.#state = { ...state, version: state.version + 1, updatedAt: now };
    this.#record(event);
  }

  #record(name: OrderEvent['name']): void {
    this.#events.push({
      name,
      aggregate: 'Order',
      aggregateId: this.#state.id,
      version: this.#state.version,
      occurredAt: this.#state.updatedAt,
      data: this.snapshot(),
    });
  }
}
