/** Assignments as `--set` takes them: `path=value`, later ones win. */

export function assigned(set: readonly string[], path: string): string | undefined {
  const assignment = set.findLast((each) => pathOf(each) === path);
  return assignment?.slice(assignment.indexOf('=') + 1).trim();
}

export function withAssignment(
  set: readonly string[],
  path: string,
  value: string,
): readonly string[] {
  return [...withoutAssignment(set, path), `${path}=${value}`];
}

export function withoutAssignment(set: readonly string[], path: string): readonly string[] {
  return set.filter((each) => pathOf(each) !== path);
}

function pathOf(assignment: string): string {
  return assignment.slice(0, Math.max(0, assignment.indexOf('='))).trim();
}
