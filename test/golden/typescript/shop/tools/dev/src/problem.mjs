/** A failure that the person at the keyboard can do something about. */
export class Problem extends Error {
  /**
   * @param {string} message what happened
   * @param {string} [hint] what to do about it
   * @param {number} [exitCode]
   */
  constructor(message, hint = '', exitCode = 1) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
