import type { TemplateRename } from './stack.ts';

/**
 * Where the files of an older version are now: path then → path now. `isNewer` tells the releases
 * that the repository has not seen; several renames of one file follow one another.
 */
export function renamedPaths(
  paths: Iterable<string>,
  renames: readonly TemplateRename[],
  isNewer: (release: string) => boolean,
): ReadonlyMap<string, string> {
  const due = renames.filter(({ since }) => isNewer(since)).map(matcherOf);
  const renamed = new Map<string, string>();
  for (const path of paths) {
    const now = due.reduce((current, move) => move(current) ?? current, path);
    if (now !== path) renamed.set(path, now);
  }
  return renamed;
}

function matcherOf({ from, to }: TemplateRename): (path: string) => string | null {
  const pattern = new RegExp(
    `^${from.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`,
  );
  return (path) => {
    const groups = pattern.exec(path)?.groups;
    if (groups === undefined && !pattern.test(path)) return null;
    return to.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = groups?.[name];
      if (value === undefined) throw new Error(`The rename of ${from} does not bind {${name}}.`);
      return value;
    });
  };
}
