import { bunLock } from '../bun-lock.ts';
import { manifestsOf } from '../manifests.ts';
import { tsconfigsOf } from '../tsconfigs.ts';
import { versionsOf } from '../versions.ts';
import type { Layer } from './layer.ts';

/** The files that make the repository a workspace: manifests, compiler projects, lock. */
export const workspace: Layer = {
  name: 'workspace',
  files: (repository, resources) => {
    const manifests = manifestsOf(repository, versionsOf(resources));
    return [
      ...manifests.map(({ folder, content }) => ({
        path: folder === '' ? 'package.json' : `${folder}/package.json`,
        content: `${JSON.stringify(content, null, 2)}\n`,
      })),
      {
        path: 'bun.lock',
        content: bunLock(manifests, resources('typescript/dependencies/bun.lock')),
      },
      ...tsconfigsOf(repository),
      { path: '.oxfmtrc.json', content: resources('typescript/dependencies/oxfmtrc.json') },
    ];
  },
};
