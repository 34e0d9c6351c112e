/** A slice of a collection, newest first. */
export interface Page<T> {
  readonly items: readonly T[];
  /** where the next page starts; null: this is the last one */
  readonly next: Position | null;
}

/** The place of an item in the order of a collection. */
export interface Position {
  readonly createdAt: Date;
  readonly id: string;
}
