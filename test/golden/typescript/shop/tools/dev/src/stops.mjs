/** What has been started, stopped in the opposite order. */
export class Stops {
  /** @type {(() => Promise<void>)[]} */
  #stops = [];

  /** @param {() => Promise<void>} stop */
  add(stop) {
    this.#stops.push(stop);
  }

  async run() {
    /** @type {unknown[]} */
    const failures = [];
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      await stop().catch((error) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
