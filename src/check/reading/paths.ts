/**
 * A pattern of our own rules for paths: `*` is anything within a segment, `**` any number of segments,
 * `{a,b}` either.
 */
export function pathPattern(glob: string): RegExp {
  const source = glob
    .split('/')
    .map((segment, index, all) => {
      const last = index === all.length - 1;
      if (segment === '**') return last ? '.*' : '(?:[^/]+/)*';
      return segmentPattern(segment) + (last ? '' : '/');
    })
    .join('');
  return new RegExp(`^${source}$`);
}

function segmentPattern(segment: string): string {
  return segment.replace(/[.+^$()|[\]\\]|\*|\{([^}]*)\}/g, (found, choices?: string) => {
    if (found === '*') return '[^/]*';
    if (choices !== undefined) return `(?:${choices.split(',').map(segmentPattern).join('|')})`;
    return `\\${found}`;
  });
}
