/** Compares two versions by precedence (Semantic Versioning 2.0.0, §11): negative where `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(left.prerelease, right.prerelease);
}

function partsOf(version: string): { numbers: readonly number[]; prerelease: readonly string[] } {
  const [whole = ''] = version.split('+');
  const dash = whole.indexOf('-');
  const core = dash === -1 ? whole : whole.slice(0, dash);
  return {
    numbers: core.split('.').map(Number),
    prerelease: dash === -1 ? [] : whole.slice(dash + 1).split('.'),
  };
}

/** A release comes after its prereleases; numbers before words, the shorter before the longer. */
function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const difference = compareIdentifiers(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareIdentifiers(a: string, b: string): number {
  const numeric = [a, b].map((each) => /^\d+$/.test(each));
  if (numeric[0] === true && numeric[1] === true) return Number(a) - Number(b);
  if (numeric[0] !== numeric[1]) return numeric[0] === true ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
