export interface Clock {
  /** The present, to the millisecond. */
  now(): Date;
}

export interface IdGenerator {
  /** A new UUIDv7. */
  next(): string;
}
