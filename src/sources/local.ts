import { constants } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { quote } from '../blueprint/problem.ts';
import { ok, type Result } from '../blueprint/result.ts';
import type { LocalAddress } from './address.ts';
import { limits } from './limits.ts';
import {
  isPresetFile,
  presetNameOf,
  selectPresets,
  type PresetFile,
  type SourcePresets,
} from './preset-files.ts';
import { refuse, type SourceError } from './source-error.ts';

/** The presets of a file, with the others beside it, or of a folder. */
export async function readLocal(
  { path: written }: LocalAddress,
  cwd: string,
): Promise<Result<SourcePresets, SourceError>> {
  const location = path.resolve(cwd, written);
  const found = await stat(location).catch(() => null);
  if (found?.isDirectory() === true) {
    const below = path.join(location, 'presets');
    const isFolder = (await lstat(below).catch(() => null))?.isDirectory() === true;
    const inside = isFolder ? await readFolder(below, 1) : [];
    const prefixed = inside.map((file) => ({ ...file, path: `presets/${file.path}` }));
    return selectPresets([...prefixed, ...(await readFolder(location, 1))], null, location);
  }
  const folder = path.dirname(location);
  if (found === null) {
    const beside = await readFolder(folder, 1);
    const named = beside.find((file) => presetNameOf(file.path) === path.basename(location));
    if (named !== undefined) return selectPresets(beside, named.path, folder);
    return refuse('source-not-found', `${location} does not exist.`, hintFor(written));
  }
  const body = found.isFile() ? await readRegular(location, true) : null;
  if (body === null) {
    return refuse(
      'invalid-source',
      `${location} is no file of at most 2 MiB.`,
      'Name a preset in YAML or JSON.',
    );
  }
  const name = path.basename(location);
  const beside = (await readFolder(folder, 1)).filter((file) => file.path !== name);
  const own = selectPresets([{ path: name, body }], name, location);
  if (!own.ok || own.value.chosen === null) {
    return refuse(
      'invalid-source',
      `${quote(name)} is no name of a preset.`,
      'Name it like acme.yaml.',
    );
  }
  // The files beside it are there to be extended; what is not a preset among them is no reason to refuse.
  const others = beside.length === 0 ? null : selectPresets(beside, null, folder);
  const texts = others?.ok === true ? others.value.texts : {};
  return ok({ chosen: own.value.chosen, texts: { ...texts, ...own.value.texts } });
}

function hintFor(written: string): string {
  return /^[\w.-]+\/[\w.-]+$/.test(written)
    ? `For a repository at GitHub write github:${written}.`
    : 'Check the path.';
}

/** The files of a folder that may be presets. Links are not followed. */
export async function readFolder(
  folder: string,
  depth: number = limits.depth,
): Promise<readonly PresetFile[]> {
  const files: PresetFile[] = [];
  await collect(folder, '', depth, files);
  return files;
}

async function collect(
  root: string,
  below: string,
  depth: number,
  files: PresetFile[],
): Promise<void> {
  if (depth === 0) return;
  const entries = await readdir(path.join(root, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const at = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
      await collect(root, at, depth - 1, files);
    } else if (entry.isFile() && isPresetFile(at, 0) && files.length < 10 * limits.presets) {
      const body = await readRegular(path.join(root, at), false);
      if (body !== null) files.push({ path: at, body });
    }
  }
}

/** A regular file within the limits; a pipe or a device would never end. */
async function readRegular(file: string, follow: boolean): Promise<Uint8Array | null> {
  // Windows has neither; `undefined` adds no bit.
  const links = follow ? 0 : constants.O_NOFOLLOW;
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | links;
  const handle = await open(file, flags).catch(() => null);
  if (handle === null) return null;
  try {
    const found = await handle.stat();
    return found.isFile() && found.size <= limits.preset ? await handle.readFile() : null;
  } finally {
    await handle.close();
  }
}
