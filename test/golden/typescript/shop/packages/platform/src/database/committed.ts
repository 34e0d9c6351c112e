/** What a transaction has done to the outbox of its context. */
export interface CommittedEvents {
  /** Events that wait for the relay. */
  readonly waiting: number;
  /** Events that nobody has subscribed to: to be kept was all that their publication took. */
  readonly published: number;
}

type Listener = (events: CommittedEvents) => void;

/** Tells those who move events of every transaction that has written some. */
export class Committed {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Calls the listener after every such commit in the schema; the returned function ends that. */
  subscribe(schema: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(schema) ?? new Set();
    this.#listeners.set(schema, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  notify(schema: string, events: CommittedEvents): void {
    for (const listener of this.#listeners.get(schema) ?? []) listener(events);
  }
}
