import {
  Decimal,
  Money,
  err,
  ok,
  type Origin,
  type Parsed,
  type Result,
  type TransitionNotAllowed,
  type Unvalidated,
} from '@packages/kernel';

import { productDetails, type ProductDetails, type NewProduct } from './product.details.ts';
import type { ProductEvent } from './product.events.ts';
import { productTransitions, type ProductTransition } from './product.lifecycle.ts';
import type { ProductSnapshot } from './product.snapshot.ts';

type State = Omit<ProductSnapshot, keyof ProductDetails> & ProductDetails;

/** Something the shop sells. */
export class Product {
  #state: State;
  #events: ProductEvent[] = [];

  private constructor(state: State) {
    this.#state = state;
  }

  static create(input: Unvalidated<NewProduct>, { id, now }: Origin): Parsed<Product> {
    const details = productDetails.parse(input);
    if (!details.ok) return details;
    const created = new Product({
      ...details.value,
      id,
      status: 'draft',
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
    created.#record('ProductCreated');
    return ok(created);
  }

  /** Brings back what was stored: nothing is checked, nothing is recorded. */
  static reconstitute(snapshot: ProductSnapshot): Product {
    return new Product({
      ...snapshot,
      price: Money.of(snapshot.price),
      weightKg: snapshot.weightKg === null ? null : Decimal.of(snapshot.weightKg),
    });
  }

  get id(): string {
    return this.#state.id;
  }

  get version(): number {
    return this.#state.version;
  }

  change(changes: Unvalidated<ProductDetails>, now: Date): Parsed<void> {
    const details = productDetails.parseChanges(changes);
    if (!details.ok) return details;
    this.#advance({ ...this.#state, ...details.value }, 'ProductChanged', now);
    return ok(undefined);
  }

  publish(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('publish', now);
  }

  withdraw(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('withdraw', now);
  }

  discontinue(now: Date): Result<void, TransitionNotAllowed> {
    return this.#step('discontinue', now);
  }

  /** Whether the transition leads on from where it stands. */
  can(transition: ProductTransition): boolean {
    return productTransitions[transition].from.includes(this.#state.status);
  }

  remove(now: Date): void {
    this.#advance(this.#state, 'ProductRemoved', now);
  }

  snapshot(): ProductSnapshot {
    return {
      ...this.#state,
      price: this.#state.price.toData(),
      weightKg: this.#state.weightKg?.toString() ?? null,
    };
  }

  /** Hands over what happened since the last time. */
  pullEvents(): readonly ProductEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #step(transition: ProductTransition, now: Date): Result<void, TransitionNotAllowed> {
    const { status } = this.#state;
    if (!this.can(transition)) return err({ kind: 'transition-not-allowed', transition, status });
    const { to, event } = productTransitions[transition];
    this.#advance({ ...this.#state, status: to }, event, now);
    return ok(undefined);
  }

  #advance(state: State, event: ProductEvent['name'], now: Date): void {
    this.#state = { ...state, version: state.version + 1, updatedAt: now };
    this.#record(event);
  }

  #record(name: ProductEvent['name']): void {
    this.#events.push({
      name,
      aggregate: 'Product',
      aggregateId: this.#state.id,
      version: this.#state.version,
      occurredAt: this.#state.updatedAt,
      data: this.snapshot(),
    });
  }
}
