import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A secret in a file, as an orchestrator gives it to a process. */
export interface MountedSecret {
  readonly file: string;
  replace(content: string): Promise<void>;
}

export type Mounting = 'renamed' | 'linked';

/**
 * `renamed`: a new file takes the place of the old one. `linked`: as Kubernetes does, a link to the
 * folder of the current version is swapped, and the file is a link through it.
 */
export async function mountSecret(
  parent: string,
  mounting: Mounting,
  content: string,
): Promise<MountedSecret> {
  const folder = await mkdtemp(path.join(parent, 'mounted-'));
  const file = path.join(folder, 'secret');
  let version = 0;
  const renamed = async (next: string): Promise<void> => {
    await writeFile(`${file}.next`, next, { mode: 0o644 });
    await rename(`${file}.next`, file);
  };
  const linked = async (next: string): Promise<void> => {
    const name = `..version_${++version}`;
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'secret'), next, { mode: 0o644 });
    await symlink(name, path.join(folder, '..data_next'));
    await rename(path.join(folder, '..data_next'), path.join(folder, '..data'));
    await rm(path.join(folder, `..version_${version - 1}`), { recursive: true, force: true });
  };
  const replace = mounting === 'renamed' ? renamed : linked;
  await replace(content);
  if (mounting === 'linked') await symlink(path.join('..data', 'secret'), file);
  return { file, replace };
}
