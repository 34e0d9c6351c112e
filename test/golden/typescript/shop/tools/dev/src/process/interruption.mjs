import { constants } from 'node:os';

import { Problem } from '../problem.mjs';

/** @typedef {'SIGINT' | 'SIGTERM' | 'SIGHUP'} Interrupt */

/** A terminal signals the whole group and package managers pass signals on: one wish, heard twice. */
const echoMs = 500;

/**
 * Listens for the signals that ask this program to end. Until something subscribes with `forward`,
 * they are remembered and `check` throws; afterwards each goes to the subscriber. A second one,
 * later than an echo of the first, is insistent.
 */
export class Interruption {
  /** @type {Interrupt | null} */
  #received = null;
  #receivedAt = 0;
  /** @type {((signal: Interrupt, insistent: boolean) => void) | null} */
  #forward = null;

  constructor() {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => this.#receive(signal));
    }
  }

  /** @param {Interrupt} signal */
  #receive(signal) {
    const insistent = this.#received !== null;
    if (insistent && Date.now() - this.#receivedAt < echoMs) return;
    this.#received = signal;
    this.#receivedAt = Date.now();
    this.#forward?.(signal, insistent);
  }

  /** Throws where a signal has come. */
  check() {
    if (this.#received !== null) throw new Problem('stopped', '', exitCodeOf(this.#received));
  }

  /**
   * Sends signals on to a running command, one that came before included.
   * @param {(signal: Interrupt, insistent: boolean) => void} forward
   */
  forward(forward) {
    this.#forward = forward;
    if (this.#received !== null) forward(this.#received, false);
  }
}

/** What a shell reports for a process ended by a signal. @param {NodeJS.Signals} signal */
export function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0);
}
