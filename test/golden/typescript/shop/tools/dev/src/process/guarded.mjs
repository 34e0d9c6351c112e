import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/**
 * @typedef {{ kind: 'group', leader: number }
 *   | { kind: 'cluster', dataFolder: string }
 *   | { kind: 'folder', folder: string }} Charge something that must not outlive this program
 */

/** The near end of guard.mjs. */
export class Guard {
  #child;

  constructor() {
    this.#child = spawn(process.execPath, [path.join(import.meta.dirname, 'guard.mjs')], {
      cwd: path.parse(process.execPath).root,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
    });
    this.#child.stdin.on('error', () => undefined);
    this.#child.on('error', () => undefined);
  }

  /** @param {Charge} charge */
  watch(charge) {
    this.#child.stdin.write(`${JSON.stringify(charge)}\n`);
  }

  /** Everything has been stopped in the regular way. */
  async release() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit').catch(() => undefined);
    this.#child.stdin.end(`${JSON.stringify({ kind: 'released' })}\n`);
    await exit;
  }
}
