/** How far a budget has been used in the span that is under way. */
export interface Counted {
  readonly used: number;
  readonly milliseconds: number;
}
