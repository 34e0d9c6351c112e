import type { Owner, Stack } from '../stack.ts';
import { bunVersion } from './manifests.ts';
import { partsOf } from './parts.ts';
import { repositoryModel } from './view/build.ts';
import { layers } from './view/layers.ts';

export const typescript: Stack = {
  id: 'typescript',
  toolchain: {
    program: 'bun',
    version: bunVersion,
    install: `npm install --global bun@${bunVersion}`,
    setup: ['bun', 'run', 'setup'],
    dev: 'bun run dev',
    test: 'bun run test',
  },
  formatSettings: (resources) => resources('typescript/dependencies/oxfmtrc.json'),
  emit(blueprint, decisions, resources) {
    const repository = repositoryModel(blueprint, decisions);
    return {
      parts: partsOf(repository, resources),
      files: layers.flatMap((layer) => layer.files?.(repository, resources) ?? []),
    };
  },
  ownerOf,
};

/**
 * The team owns what it is meant to write in: the contexts' inner layers, their tests, and the
 * migrations, which must not change once they were applied. The tool keeps the platform, the
 * workspace and the composition current.
 */
function ownerOf(path: string): Owner {
  return /^contexts\/[^/]+\/(migrations|src\/(contracts|domain|application)|test)\//.test(path)
    ? 'team'
    : 'tool';
}
