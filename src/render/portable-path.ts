const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * Throws unless every supported file system can hold the path inside its repository: relative,
 * no `..`, no name reserved on Windows, nothing in `.git`.
 */
export function assertPortablePath(path: string): void {
  const problem = portablePathProblem(path);
  if (problem !== null) throw new Error(`Refusing to emit ${JSON.stringify(path)}: ${problem}.`);
}

/** What keeps a POSIX path from being portable; null where nothing does. */
export function portablePathProblem(path: string): string | null {
  if (path === '') return 'it is empty';
  if (path.length > 240) return 'it is longer than 240 characters';
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.' || segment === '..')
      return 'it is not a plain relative path';
    // eslint-disable-next-line no-control-regex
    if (/[<>:"\\|?*\u0000-\u001f]/.test(segment))
      return `${JSON.stringify(segment)} has a character that Windows refuses`;
    if (/[. ]$/.test(segment)) return `${JSON.stringify(segment)} ends in a dot or a space`;
    if (RESERVED_ON_WINDOWS.test(segment))
      return `${JSON.stringify(segment)} is reserved on Windows`;
    if (/\p{Cf}/u.test(segment)) return `${JSON.stringify(segment)} has an invisible character`;
    // The second is the name that Windows gives `.git` for old programs.
    if (/^(\.git|git~\d+)$/i.test(segment)) return 'it lies in .git';
  }
  return null;
}
