/** Whether a value of `--preset` names a source; otherwise it is the name of a built-in preset. */
export function isAddress(text: string): boolean {
  return /[/\\:.@#]|^-/.test(text);
}
