/** Part of the calls that may be made again: retries then never more than add a tenth to the load. */
const share = 0.1;
/** So many retries are allowed before any call has earned one. */
const initial = 10;

/** Keeps retries from multiplying the load of a dependency that is down already. */
export class RetryBudget {
  #left = initial;

  earn(): void {
    this.#left = Math.min(initial, this.#left + share);
  }

  hasLeft(): boolean {
    return this.#left >= 1;
  }

  spend(): void {
    this.#left -= 1;
  }
}
