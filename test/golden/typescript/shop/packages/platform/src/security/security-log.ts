import type { Actor } from '@packages/kernel/application';
import type { Transaction } from '../database/index.ts';

/** What happened, as the audit log names it. */
export type SecurityAction =
  | 'authentication.missing'
  | 'authentication.refused'
  | 'access.denied'
  | 'limit.reached'
  | 'session.started'
  | 'session.refused'
  | 'session.ended'
  | 'csrf.refused';

/** Something that concerns who may do what, apart from changes of aggregates, which contexts audit. */
export interface SecurityEvent {
  readonly action: SecurityAction;
  /** Null where nobody is known. */
  readonly actor: Actor | null;
  /** Of the caller, as far as proxies are trusted. Null, like the method, where nobody asked. */
  readonly address: string | null;
  readonly method: string | null;
  /** The template; null where no route matched. */
  readonly route: string | null;
  readonly correlationId: string;
  /** Never a token, a cookie or a body. */
  readonly details: Readonly<Record<string, string | number | null>>;
}

export interface SecurityLog {
  /** Keeps the event soon after: an answer does not wait for it. */
  record(event: SecurityEvent): void;
  /**
   * Keeps the events in the transaction of what they tell of. From then until it ends everybody else
   * who writes waits, so it comes last.
   */
  write(transaction: Transaction, events: readonly SecurityEvent[]): Promise<void>;
  /** Keeps what is still waiting. */
  stop(): Promise<void>;
}
