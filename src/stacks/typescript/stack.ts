import type { Owner, Stack } from '../stack.ts';
import { continueHistory, isHistory } from './history.ts';
import { bunVersion } from './manifests.ts';
import { partsOf } from './parts.ts';
import { renames } from './renames.ts';
import { repositoryModel } from './view/build.ts';
import { layers } from './view/layers.ts';

export const typescript: Stack = {
  id: 'typescript',
  toolchain: {
    program: 'bun',
    version: bunVersion,
    // npm's global folder often belongs to root; Bun's own script writes to the home folder.
    install: `npm install --global bun@${bunVersion}, or without rights to its folder: curl -fsSL https://bun.sh/install | bash -s bun-v${bunVersion}`,
    setup: ['bun', 'run', 'setup'],
    dev: 'bun run dev',
    check: 'bun run check',
    test: 'bun run test',
    lockFile: 'bun.lock',
  },
  formatSettings: (resources) => resources('typescript/dependencies/oxfmtrc.json'),
  formatSettingsPath: '.oxfmtrc.json',
  emit(blueprint, decisions, resources) {
    const repository = repositoryModel(blueprint, decisions);
    return {
      parts: partsOf(repository, resources),
      files: layers.flatMap((layer) => layer.files?.(repository, resources) ?? []),
    };
  },
  ownerOf,
  contextFolder: (context) => `contexts/${context}`,
  contextImport: (context) => `@contexts/${context}`,
  isHistory,
  continueHistory,
  renames,
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
