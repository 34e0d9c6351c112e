/** What the three sides of a conflict are called in the file. */
export interface Labels {
  readonly ours: string;
  readonly base: string;
  readonly theirs: string;
}

export const LABELS: Labels = { ours: 'yours', base: 'before', theirs: 'create-backend' };

/** The lines of a conflict in git's diff3 style, which merge tools and editors know. */
export function conflictLines(
  labels: Labels,
  sides: {
    readonly ours: readonly string[];
    readonly base: readonly string[];
    readonly theirs: readonly string[];
  },
): readonly string[] {
  return [
    `<<<<<<< ${labels.ours}`,
    ...sides.ours,
    `||||||| ${labels.base}`,
    ...sides.base,
    '=======',
    ...sides.theirs,
    `>>>>>>> ${labels.theirs}`,
  ];
}

/**
 * Whether a conflict that this tool wrote is still in the text. The whole sequence is asked for, so
 * that a document which shows a marker or underlines a heading with `=======` is none.
 */
export function hasMarkers(text: string): boolean {
  if (!text.includes('<<<<<<< ')) return false;
  const awaited = [
    `<<<<<<< ${LABELS.ours}`,
    `||||||| ${LABELS.base}`,
    '=======',
    `>>>>>>> ${LABELS.theirs}`,
  ] as const;
  let found = 0;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith(awaited[0])) found = 1;
    else if (line.startsWith(awaited[found] ?? awaited[0])) found += 1;
    if (found === awaited.length) return true;
  }
  return false;
}
