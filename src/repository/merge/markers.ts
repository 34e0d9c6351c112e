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
 * Whether a conflict that this tool wrote is still in the text, or what somebody left of one. Its labels
 * are asked for, so that the conflict of another tool is none; and a `=======` alone may underline a heading.
 */
export function hasMarkers(text: string): boolean {
  return marker.test(text);
}

const marker = new RegExp(
  String.raw`^(?:<{7} ${LABELS.ours}|\|{7} ${LABELS.base}|>{7} ${LABELS.theirs})(?:\s|$)`,
  'm',
);
