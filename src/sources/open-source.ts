import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { LockedSource } from '../blueprint/locked-source.ts';
import { err, ok, type Result } from '../blueprint/result.ts';
import { parseAddress, type Address } from './address.ts';
import { cacheFolder } from './cache-folder.ts';
import { openCache, type SourceCache } from './cache.ts';
import { serialise } from './content.ts';
import type { Request } from './download.ts';
import { readLocal } from './local.ts';
import { isPin, resolve, type Pin } from './pin.ts';
import { selectPresets, type PresetFile, type SourcePresets } from './preset-files.ts';
import { refuse, type SourceError } from './source-error.ts';
import type { SourceWorld } from './world.ts';

/** Presets of elsewhere, read. */
export interface OpenedSource {
  readonly presets: SourcePresets;
  /** what gives the same presets again: with the commit or the version; a local path as it was written */
  readonly address: string;
  /** for the lock; null where the source is local, and so not to be had elsewhere */
  readonly locked: LockedSource | null;
  /** What a person should know about what was used, a sentence each. */
  readonly notes: readonly string[];
}

export interface SourceOptions {
  /** what the repository around was made from: it stays at that, whatever a branch or tag means now */
  readonly locked?: LockedSource;
  /** how archives are asked for, and what git may speak; others in tests */
  readonly request?: Request;
  readonly protocols?: string;
}

/**
 * address → pin → presets by their hash from the cache, else fetched → hash compared with the one
 * that is known → kept. Nothing is written but the cache.
 */
export async function openSource(
  text: string,
  world: SourceWorld,
  options: SourceOptions = {},
): Promise<Result<OpenedSource, SourceError>> {
  const address = parseAddress(text);
  if (!address.ok) return address;
  if (address.value.kind === 'local') {
    const presets = await readLocal(address.value, world.cwd);
    if (!presets.ok) return presets;
    return ok({ presets: presets.value, address: text, locked: null, notes: [] });
  }
  const scratch = await mkdtemp(path.join(tmpdir(), 'create-backend-preset-'));
  try {
    return await openRemote({ text, address: address.value }, scratch, world, options);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Asked {
  readonly text: string;
  readonly address: Exclude<Address, { kind: 'local' }>;
}

async function openRemote(
  asked: Asked,
  scratch: string,
  world: SourceWorld,
  options: SourceOptions,
): Promise<Result<OpenedSource, SourceError>> {
  const cache = openCache(cacheFolder(world.environment));
  const pin = await pinOf(asked, scratch, cache, world, options);
  if (!pin.ok) return pin;
  const { address, notes } = pin.value;

  const known = pin.value.sha256 ?? (await cache.pinned(address));
  const cached = known === null ? null : await cache.read(known);
  const presets = cached === null ? await fetched(pin.value) : ok(cached);
  if (!presets.ok) return presets;

  const { sha256 } = serialise(presets.value);
  if (known !== null && known !== sha256) {
    return refuse(
      'source-changed',
      `${address} is not what it was: its presets have the hash ${sha256}, and ${known} is known.`,
      'Nothing was written. A commit or a version does not change by itself: ask its owner what happened.',
    );
  }
  if (cached === null) await cache.keep(address, presets.value);
  if (asked.text !== address) await cache.remember(asked.text, address);
  return ok({ presets: presets.value, address, locked: lockedAs(pin.value, sha256), notes });
}

/** What the repository's lock says, else what the address means now; without a network, what it meant last. */
async function pinOf(
  asked: Asked,
  scratch: string,
  cache: SourceCache,
  world: SourceWorld,
  options: SourceOptions,
): Promise<Result<Pin, SourceError>> {
  const tools = { world, scratch, ...options };
  if (options.locked !== undefined && isPin(options.locked, asked.address)) {
    const { source, sha256 } = options.locked;
    const notes = [`The preset stays at ${source}, as backend.lock.json has it.`];
    const pin = await resolvePinned(source, tools);
    return pin.ok ? ok({ ...pin.value, sha256, notes }) : pin;
  }
  const pin = await resolve(asked.address, tools);
  if (pin.ok || pin.error.code !== 'source-unreachable') return pin;
  const before = await cache.meant(asked.text);
  if (before === null) return pin;
  const meant = await resolvePinned(before, tools);
  if (!meant.ok) return pin;
  return ok({
    ...meant.value,
    notes: [`${asked.text} cannot be asked now; ${before}, as last time, is used.`],
  });
}

async function resolvePinned(text: string, tools: Parameters<typeof resolve>[1]) {
  const address = parseAddress(text);
  if (!address.ok) return address;
  if (address.value.kind === 'local') return refuse('invalid-source', `${text} is not pinned.`);
  return resolve(address.value, tools);
}

async function fetched(pin: Pin): Promise<Result<SourcePresets, SourceError>> {
  const files: Result<readonly PresetFile[], SourceError> = await pin.fetch();
  return files.ok ? selectPresets(files.value, pin.path, pin.address) : err(files.error);
}

function lockedAs({ address, exactly }: Pin, sha256: string): LockedSource {
  return { source: address, ...exactly, sha256 };
}
