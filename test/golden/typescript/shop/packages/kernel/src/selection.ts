/** Which of many: those in one of the states, ordered by id, from after an id on, at most so many. */
export interface Selection<Status extends string> {
  readonly statuses: readonly Status[];
  readonly after: string;
  readonly limit: number;
}
