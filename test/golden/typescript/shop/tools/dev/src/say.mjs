/**
 * Talk goes to standard error: standard output belongs to the command that is run.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`dev | ${line}\n`);
}
