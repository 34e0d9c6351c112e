import type { Resources } from '../stack.ts';

/** The exact versions of the npm packages that emitted manifests and documents name. */
export function versionsOf(resources: Resources): Readonly<Record<string, string>> {
  const manifest = JSON.parse(resources('typescript/dependencies/package.json')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return manifest.dependencies;
}
