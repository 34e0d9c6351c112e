import type { Manifest } from './manifests.ts';

/**
 * The `bun.lock` of a repository: its own packages from their manifests, the npm packages from a
 * lock that `bun install` wrote for everything a repository can need
 * (`scripts/lock-typescript.mjs`), less what this one does not reach.
 */
export function bunLock(manifests: readonly Manifest[], committed: string): string {
  const locked = parseLock(committed);
  const names = new Set(manifests.map(({ content }) => content.name));
  const reached = reachable(manifests, names, locked.packages);
  const entries = [
    ...manifests
      .filter(({ folder }) => folder !== '')
      .map(({ folder, content: { name } }) => [name, [`${name}@workspace:${folder}`]] as const),
    ...Object.entries(locked.packages).filter(([key]) => reached.has(key)),
  ].sort(byPlace);
  return [
    '{',
    `  "lockfileVersion": ${locked.lockfileVersion},`,
    `  "configVersion": ${locked.configVersion},`,
    '  "workspaces": {',
    ...manifests.map(workspaceEntry),
    '  },',
    '  "packages": {',
    entries.map(([key, entry]) => `    ${JSON.stringify(key)}: ${inline(entry)},`).join('\n\n'),
    '  }',
    '}',
    '',
  ].join('\n');
}

type Entry = readonly unknown[];
type Packages = Readonly<Record<string, Entry>>;

interface Lock {
  readonly lockfileVersion: number;
  readonly configVersion: number;
  readonly packages: Packages;
}

/** A text lock is JSON with trailing commas. */
function parseLock(text: string): Lock {
  return JSON.parse(text.replace(/,(?=\s*[}\]])/g, '')) as Lock;
}

interface Requirements {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalPeers?: readonly string[];
}

/** The keys of the npm packages that the manifests need, directly or not. */
function reachable(
  manifests: readonly Manifest[],
  own: ReadonlySet<string>,
  packages: Packages,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (path: string, name: string): void => {
    const key = resolve(path, name, packages);
    if (key === null || reached.has(key)) return;
    reached.add(key);
    const requirements = (packages[key]?.[2] ?? {}) as Requirements;
    for (const needed of required(requirements)) visit(key, needed);
  };
  for (const { content } of manifests) {
    const needed = Object.keys({ ...content.dependencies, ...content.devDependencies });
    for (const name of needed) if (!own.has(name)) visit('', name);
  }
  return reached;
}

function required(requirements: Requirements): readonly string[] {
  const optional = new Set(requirements.optionalPeers);
  return [
    ...Object.keys(requirements.dependencies ?? {}),
    ...Object.keys(requirements.optionalDependencies ?? {}),
    ...Object.keys(requirements.peerDependencies ?? {}).filter((name) => !optional.has(name)),
  ];
}

/** The nearest package of a name, from the place of the one that needs it upwards. */
function resolve(path: string, name: string, packages: Packages): string | null {
  for (let place = path; place !== ''; place = parentOf(place)) {
    if (packages[`${place}/${name}`] !== undefined) return `${place}/${name}`;
  }
  return packages[name] === undefined ? null : name;
}

function segmentsOf(key: string): readonly string[] {
  return key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
}

function parentOf(key: string): string {
  return segmentsOf(key).slice(0, -1).join('/');
}

/** Outer packages first, then by name, as Bun writes them. */
function byPlace([a]: readonly [string, Entry], [b]: readonly [string, Entry]): number {
  const depth = segmentsOf(a).length - segmentsOf(b).length;
  return depth === 0 ? (a < b ? -1 : 1) : depth;
}

function workspaceEntry({ folder, content }: Manifest): string {
  const lines = [
    `    ${JSON.stringify(folder)}: {`,
    `      "name": ${JSON.stringify(content.name)},`,
  ];
  for (const group of ['dependencies', 'devDependencies'] as const) {
    const entries = Object.entries(content[group] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length === 0) continue;
    lines.push(`      "${group}": {`);
    for (const [name, version] of entries)
      lines.push(`        ${JSON.stringify(name)}: ${JSON.stringify(version)},`);
    lines.push('      },');
  }
  lines.push('    },');
  return lines.join('\n');
}

/** JSON on one line, with a space after colons and commas and inside braces. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
