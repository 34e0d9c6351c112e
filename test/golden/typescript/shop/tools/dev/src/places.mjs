import path from 'node:path';

export const toolFolder = path.resolve(import.meta.dirname, '..');

export const repositoryFolder = path.resolve(toolFolder, '..', '..');

/** Everything the services keep: git-ignored, safe to delete while nothing runs. */
export const stateFolder = path.join(repositoryFolder, '.dev');
