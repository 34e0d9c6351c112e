/** What items of a list are known by, the best first; the last resort is all that an item says. */
const NAMES = [
  'name',
  'id',
  'uid',
  'key',
  'path',
  'uses',
  'event',
  'package-ecosystem',
  'alias',
  'clientId',
  'username',
  'job_name',
  'refId',
  'type',
  'title',
  'url',
  'directory',
  'schema',
  'consumer',
  'run',
];

/** The keys of an item with these properties (name → what it says); of a plain value, the value. */
export function itemKeys(
  properties: ReadonlyMap<string, string> | null,
  meaning: string,
): readonly string[] {
  if (properties === null) return [meaning];
  const known = NAMES.filter((name) => properties.has(name)).map(
    (name) => `${name}=${withoutVersion(name, properties.get(name) ?? '')}`,
  );
  const keys: string[] = [];
  for (let count = 1; count <= Math.min(known.length, 3); count += 1) {
    keys.push(known.slice(0, count).join(' '));
  }
  return [...keys, meaning];
}

/** An action at another version is the same step. */
function withoutVersion(name: string, value: string): string {
  return name === 'uses' ? value.replace(/@.*$/, '') : value;
}
