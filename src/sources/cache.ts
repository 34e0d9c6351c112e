import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { deserialise, serialise, sha256 } from './content.ts';
import { limits } from './limits.ts';
import type { SourcePresets } from './preset-files.ts';

/**
 * What was fetched before, by its content:
 * - `objects/<sha256>`: presets; their hash is verified whenever they are read;
 * - `pins/<key>`: pinned address → the hash its presets had when they were first fetched;
 * - `names/<key>`: an address with a branch, tag or range → what it meant the last time.
 * Everything in it can be fetched again, so what cannot be read or written is not there.
 */
export interface SourceCache {
  /** The hash of a pinned address; null: never fetched. */
  pinned(address: string): Promise<string | null>;
  /** Presets by their hash; null: not there, or not what they were. */
  read(hash: string): Promise<SourcePresets | null>;
  keep(address: string, presets: SourcePresets): Promise<void>;
  meant(address: string): Promise<string | null>;
  remember(address: string, pinned: string): Promise<void>;
}

export function openCache(folder: string): SourceCache {
  const at = (kind: string, name: string) => path.join(folder, 'presets', kind, name);
  return {
    async pinned(address) {
      const hash = await readRecord(at('pins', sha256(address)), address);
      return hash !== null && /^[0-9a-f]{64}$/.test(hash) ? hash : null;
    },
    async read(hash) {
      const bytes = await readSmall(at('objects', hash));
      return bytes === null ? null : deserialise(bytes, hash);
    },
    async keep(address, presets) {
      const { bytes, sha256: hash } = serialise(presets);
      await write(at('objects', hash), bytes);
      await write(at('pins', sha256(address)), record(address, hash));
    },
    meant: (address) => readRecord(at('names', sha256(address)), address),
    remember: (address, pinned) => write(at('names', sha256(address)), record(address, pinned)),
  };
}

function record(address: string, value: string): Buffer {
  return Buffer.from(JSON.stringify({ address, value }));
}

async function readRecord(file: string, address: string): Promise<string | null> {
  const bytes = await readSmall(file);
  if (bytes === null) return null;
  try {
    const raw: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof raw !== 'object' || raw === null || !('address' in raw) || !('value' in raw))
      return null;
    return raw.address === address && typeof raw.value === 'string' ? raw.value : null;
  } catch {
    return null;
  }
}

async function readSmall(file: string): Promise<Buffer | null> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      return size > 2 * limits.presetsTogether ? null : await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/** By a rename, so that a reader, or a run that was killed, never leaves half of it. */
async function write(file: string, bytes: Buffer): Promise<void> {
  const temporary = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(temporary, bytes, { flag: 'wx', mode: 0o600 });
    await rename(temporary, file);
  } catch {
    // A cache that cannot be written is no reason to stop.
    await rm(temporary, { force: true }).catch(() => {});
  }
}
