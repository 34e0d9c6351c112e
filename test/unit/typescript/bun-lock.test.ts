import { describe, expect, test } from 'vitest';

import { bunLock } from '../../../src/stacks/typescript/bun-lock.ts';
import type { Manifest } from '../../../src/stacks/typescript/manifests.ts';

const committed = `{
  "lockfileVersion": 2,
  "configVersion": 1,
  "workspaces": {
    "": { "name": "catalogue", },
  },
  "packages": {
    "a": ["a@1.0.0", "", { "dependencies": { "b": "^1.0.0" } }, "sha512-a=="],

    "b": ["b@1.0.0", "", {}, "sha512-b1=="],

    "c": ["c@1.0.0", "", { "peerDependencies": { "d": "*", "e": "*" }, "optionalPeers": ["e"] }, "sha512-c=="],

    "d": ["d@1.0.0", "", { "dependencies": { "b": "^2.0.0" }, "bin": "d.js" }, "sha512-d=="],

    "e": ["e@1.0.0", "", {}, "sha512-e=="],

    "d/b": ["b@2.0.0", "", {}, "sha512-b2=="],
  }
}
`;

function packagesOf(manifests: readonly Manifest[]): Record<string, readonly unknown[]> {
  const lock = bunLock(manifests, committed).replace(/,(?=\s*[}\]])/g, '');
  return JSON.parse(lock).packages;
}

const root: Manifest = { folder: '', content: { name: 'shop' } };

function member(folder: string, dependencies: Record<string, string>): Manifest {
  return { folder, content: { name: `@${folder}`, dependencies } };
}

describe('an emitted lock', () => {
  test('holds what the manifests reach and nothing else', () => {
    const packages = packagesOf([root, member('apps/api', { a: '1.0.0' })]);
    expect(Object.keys(packages)).toEqual(['@apps/api', 'a', 'b']);
  });

  test('follows peers that are not optional, and the version nearest to who needs it', () => {
    const packages = packagesOf([root, member('apps/api', { c: '1.0.0' })]);
    expect(Object.keys(packages)).toEqual(['@apps/api', 'c', 'd', 'd/b']);
    expect(packages['d/b']).toEqual(['b@2.0.0', '', {}, 'sha512-b2==']);
  });

  test('names the packages of the workspace by their folders', () => {
    const manifests = [
      root,
      member('apps/api', { '@packages/kernel': 'workspace:*' }),
      member('packages/kernel', {}),
    ];
    expect(packagesOf(manifests)['@packages/kernel']).toEqual([
      '@packages/kernel@workspace:packages/kernel',
    ]);
    expect(bunLock(manifests, committed)).toContain('"@packages/kernel": "workspace:*",');
  });
});
