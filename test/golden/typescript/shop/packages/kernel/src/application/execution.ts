import type { Result } from '../result.ts';
import type { ApplicationError } from './outcome.ts';

export interface Actor {
  readonly kind: 'user' | 'client' | 'system';
  readonly id: string;
  readonly clientId: string | null;
  readonly tenant: string | null;
}

/** Who asks, on whose behalf and as a consequence of what: handed from the edge or a consumer to the unit of work. */
export interface Execution {
  readonly actor: Actor;
  readonly correlationId: string;
  /** id of the event that caused this; null where a caller did */
  readonly causationId: string | null;
  readonly idempotency: IdempotentRequest | null;
  /** the event under way; null where a caller asks */
  readonly delivery: Delivery | null;
}

/** What a read needs to know of its caller. */
export type Reader = Pick<Execution, 'actor'>;

/** One event on its way to one consumer: done in the same transaction as what the consumer does. */
export interface Delivery {
  readonly consumer: string;
  readonly eventId: string;
}

/** A request that may be sent again: its response is stored with what it wrote. */
export interface IdempotentRequest {
  readonly key: string;
  /** method, path and caller: the same key elsewhere is another request */
  readonly scope: string;
  /** SHA-256 of the body's bytes */
  readonly fingerprint: string;
  /** Computed inside the transaction, so that response and write are stored together. */
  respond(outcome: Result<unknown, ApplicationError>): StoredResponse;
}

export interface StoredResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
