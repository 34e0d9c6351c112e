import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { err, ok, type Result } from '../../blueprint/result.ts';
import { readArchive, writeArchive } from '../archive.ts';
import { download, type Request } from '../download.ts';
import { readFolder } from '../local.ts';
import type { PresetFile } from '../preset-files.ts';
import { excerpt, refuse, type SourceError } from '../source-error.ts';
import type { SourceWorld } from '../world.ts';
import type { Git } from './git.ts';

/**
 * The presets in a commit at a host that degit knows: the host's archive, or, where that is not to be
 * had (a private repository, a proxy), git. degit decides that and extracts; it does so with our
 * download and our git, since its own follow any redirect, trust what lies in its cache, and obey a
 * `degit.json` that they find.
 */
export async function presetsThroughDegit(
  source: { readonly repository: string; readonly url: string; readonly commit: string },
  scratch: string,
  tools: { readonly world: SourceWorld; readonly git: Git; readonly request?: Request },
): Promise<Result<readonly PresetFile[], SourceError>> {
  const { default: degit } = await import('degit');
  const { world, git } = tools;
  const destination = path.join(scratch, 'files');
  const objects = path.join(scratch, 'objects');
  await Promise.all([mkdir(destination), mkdir(objects)]);
  // What is unsafe stays refused, whatever degit tries next.
  let refused: SourceError | null = null;

  const emitter = degit(`${source.repository}#${source.commit}`, {
    mode: 'tar',
    async fetch(url, file) {
      if (refused !== null) throw new Error(refused.message);
      if (behindProxy(world)) throw new Error('Node.js does not speak to proxies; git does.');
      const archive = await download(url, world.signal, tools.request);
      const files = archive.ok ? readArchive(archive.value) : archive;
      if (!files.ok) {
        if (files.error.code === 'source-unsafe' || files.error.code === 'source-too-large')
          refused = files.error;
        throw new Error(files.error.message);
      }
      await writeFile(file, writeArchive(files.value));
    },
    git: {
      // The commit is known: degit need not ask which it is.
      fetchRefs: () => Promise.resolve([{ hash: source.commit, name: source.commit, type: 'ref' }]),
      async clone(_, folder) {
        if (refused !== null) throw new Error(refused.message);
        const files = await git.presets(source.url, source.commit, objects);
        if (!files.ok) {
          refused = files.error;
          throw new Error(files.error.message);
        }
        for (const { path: file, body } of files.value) {
          await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
          await writeFile(path.join(folder, file), body, { flag: 'wx' });
        }
      },
    },
  });
  Object.assign(emitter, {
    // degit's cache is shared and not verified.
    getRepoDir: () => path.join(scratch, 'archive'),
    // `degit.json` in a repository would fetch and change other things.
    getDirectives: () => false,
  });
  try {
    await emitter.clone(destination);
  } catch (error) {
    if (world.signal.aborted) return refuse('cancelled', 'Cancelled; nothing was written.');
    if (refused !== null) return err(refused);
    const said = error instanceof Error ? excerpt(error.message) : '';
    return refuse(
      'source-unreachable',
      `${source.repository} cannot be read (${said}).`,
      'Check the address and the network.',
    );
  }
  return ok(await readFolder(destination));
}

function behindProxy({ environment }: SourceWorld): boolean {
  return ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].some(
    (name) => (environment[name] ?? '') !== '',
  );
}
