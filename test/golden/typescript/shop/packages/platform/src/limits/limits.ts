/** How many requests a caller may make in a span of time. */
export interface LimitRule {
  readonly count: number;
  readonly seconds: number;
}

/** Endpoints that share a budget. */
export type LimitClass = 'read' | 'write' | 'auth';

export type LimitRules = Readonly<Record<LimitClass, LimitRule>>;

/** Whose budget it is: the one of a user or a client, or of an address where nobody is known. */
export interface LimitSubject {
  readonly kind: 'user' | 'client' | 'address';
  readonly id: string;
  readonly tenant: string | null;
}

/** What is left of a budget after a request was counted. */
export interface LimitState {
  readonly limitClass: LimitClass;
  readonly rule: LimitRule;
  readonly remaining: number;
  /** Whole seconds until the budget is full again. */
  readonly resetSeconds: number;
  readonly exceeded: boolean;
  /** Whether this is the first refusal of the span: the ones that follow are only counted. */
  readonly first: boolean;
}

export interface LimitDemand {
  /** Whether the request must not be served while the counter that all processes share is away. */
  readonly failClosed: boolean;
}

export interface Limits {
  /** Counts a request. Throws `LimitsUnavailable` where it must not go uncounted, and would. */
  take(limitClass: LimitClass, subject: LimitSubject, demand: LimitDemand): Promise<LimitState>;
  /** Waits for the counter that all processes share, a moment at most: nothing depends on its being there. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The shared counter is away, and the endpoint fails closed. */
export class LimitsUnavailable extends Error {
  override readonly name = 'LimitsUnavailable';
  readonly retryAfterSeconds = 5;
}
