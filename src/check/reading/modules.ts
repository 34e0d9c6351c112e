import { isBuiltin } from 'node:module';
import { posix } from 'node:path';

import type { Repository } from './repository.ts';

/** What the specifier of an import stands for. */
export type Module =
  /** a file of this repository (which may not be there) */
  | { readonly kind: 'file'; readonly path: string }
  /** a package of this workspace, and the entry of its exports that is asked for: `.`, `./contracts` */
  | { readonly kind: 'workspace'; readonly folder: string; readonly entry: string }
  /** a module of the runtime */
  | { readonly kind: 'runtime'; readonly name: string }
  /** a package from elsewhere, without its subpath */
  | { readonly kind: 'package'; readonly name: string };

/** Scopes of the workspace's packages and the folders they live in. */
const scopes: Readonly<Record<string, string>> = {
  '@apps': 'apps',
  '@contexts': 'contexts',
  '@packages': 'packages',
};

export function moduleOf(from: string, specifier: string): Module {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.join(posix.dirname(from), specifier) };
  }
  if (specifier.startsWith('/')) return { kind: 'file', path: specifier };
  if (isRuntime(specifier)) return { kind: 'runtime', name: specifier };
  const [scope = '', name = '', ...rest] = specifier.split('/');
  if (!scope.startsWith('@')) return { kind: 'package', name: scope };
  const folder = scopes[scope];
  if (folder === undefined) return { kind: 'package', name: `${scope}/${name}` };
  const entry = rest.length === 0 ? '.' : `./${rest.join('/')}`;
  return { kind: 'workspace', folder: `${folder}/${name}`, entry };
}

function isRuntime(specifier: string): boolean {
  return specifier === 'bun' || /^(bun|node):/.test(specifier) || isBuiltin(specifier);
}

/** The file that an entry of a workspace package's exports leads to; null: it is not exported. */
export function exportedFile(
  repository: Repository,
  { folder, entry }: Extract<Module, { kind: 'workspace' }>,
): string | null {
  const manifest = repository.json(`${folder}/package.json`)?.data;
  const exported = (manifest as { exports?: Record<string, unknown> } | undefined)?.exports?.[
    entry
  ];
  return typeof exported === 'string' ? posix.join(folder, exported) : null;
}
