/** Wakes those who wait for new rows as soon as a transaction has committed them. */
export class Committed {
  readonly #listeners = new Map<string, Set<() => void>>();

  /** Calls the listener after every commit in the schema; the returned function ends that. */
  subscribe(schema: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(schema) ?? new Set();
    this.#listeners.set(schema, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  notify(schema: string): void {
    for (const listener of this.#listeners.get(schema) ?? []) listener();
  }
}
