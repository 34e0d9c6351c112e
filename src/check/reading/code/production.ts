import { entriesOf, textAt, valueAt } from '../data.ts';
import { derived } from '../derived.ts';
import type { Repository } from '../repository.ts';
import type { TypeScriptFile } from '../typescript.ts';

/**
 * The TypeScript that runs in production: the sources of the deployables and of the workspace packages
 * they depend on, without what is for tests.
 */
export const productionFiles = derived((repository): readonly TypeScriptFile[] =>
  shippedFolders(repository)
    .flatMap((folder) => [...repository.typescript(`${folder}/src/**/*.{ts,tsx,mts}`)])
    .filter(({ path }) => !isForTests(path)),
);

/** Those of them that belong to a context. */
export const contextFiles = derived((repository): readonly TypeScriptFile[] =>
  productionFiles(repository).filter(({ path }) => path.startsWith('contexts/')),
);

/** Code that starts or configures an identity provider for development. */
export const developmentFiles = derived((repository): readonly TypeScriptFile[] => [
  ...repository.typescript('tools/**/*.{mjs,js,ts,mts,cjs}'),
]);

/** A context and an aggregate may be called `tests` and `Test`: their own folders say nothing. */
const named = /^contexts\/[^/]+\/(?:src\/(?:domain|application|infrastructure)\/[^/]+\/)?/;

export function isForTests(path: string): boolean {
  return /(?:^|\/)(?:test|tests|testing|__tests__)\/|\.(?:test|spec|d)\.[a-z]+$/.test(
    path.replace(named, ''),
  );
}

/** The context a path belongs to; null: none. */
export function contextOf(path: string): string | null {
  const [top, name] = path.split('/');
  return top === 'contexts' && name !== undefined ? name : null;
}

/** Folders of the deployables, and of all they depend on; every folder, where there is no deployable. */
function shippedFolders(repository: Repository): readonly string[] {
  const manifests = repository.paths('{apps,contexts,packages}/*/package.json');
  const folders = manifests.map((path) => path.slice(0, -'/package.json'.length));
  const byName = new Map<string, string>();
  const manifestOf = (folder: string) => repository.json(`${folder}/package.json`)?.data;
  for (const folder of folders) byName.set(textAt(manifestOf(folder), 'name') ?? folder, folder);
  const apps = folders.filter((folder) => folder.startsWith('apps/'));
  // Where a manifest cannot be read, nobody can say what it leaves out.
  if (apps.length === 0 || folders.some((folder) => manifestOf(folder) === undefined))
    return folders;

  const reached = new Set<string>();
  const waiting = [...apps];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (reached.has(folder)) continue;
    reached.add(folder);
    for (const [name] of entriesOf(valueAt(manifestOf(folder), 'dependencies'))) {
      const next = byName.get(name);
      if (next !== undefined) waiting.push(next);
    }
  }
  return [...reached].toSorted();
}
