/** Something that happened to an aggregate, told in the words of its own context. */
export interface DomainEvent<
  Aggregate extends string = string,
  Name extends string = string,
  Data = unknown,
> {
  readonly name: Name;
  readonly aggregate: Aggregate;
  readonly aggregateId: string;
  /** version of the aggregate after the event */
  readonly version: number;
  readonly occurredAt: Date;
  readonly data: Data;
}

/** What an aggregate cannot know by itself when it comes into being. */
export interface Origin {
  readonly id: string;
  readonly now: Date;
}
