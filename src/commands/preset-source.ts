import type { LockSources } from '../blueprint/locked-source.ts';
import type { PresetTexts } from '../blueprint/index.ts';
import { openSource, type OpenedSource } from '../sources/open-source.ts';
import type { SourceError } from '../sources/source-error.ts';
import { err, exitCodes, ok, type CommandError, type Outcome, type World } from './command.ts';
import { lockAbove } from './lock-above.ts';
import { builtInPresets } from './presets.ts';
import type { PresetOrigin } from './request.ts';

/** Presets of elsewhere among the built-in ones, which they may extend. */
export interface PresetsOfSource {
  /** name → text; the chosen preset also by the address that was given */
  readonly texts: PresetTexts;
  /** the names that are of the source */
  readonly own: readonly string[];
  /** null: the source has several, and none was named */
  readonly chosen: string | null;
  readonly origin: PresetOrigin;
}

/** Reads the presets of a source; in a repository that was made from it, those that its lock names. */
export async function readPresetSource(
  address: string,
  world: World,
): Promise<Outcome<PresetsOfSource>> {
  const locked = lockedSources(world.cwd)?.preset;
  const opened = await openSource(address, world, locked === undefined ? {} : { locked });
  if (!opened.ok) return err(refusedSource(opened.error));
  const { presets, notes } = opened.value;
  const { chosen, texts } = presets;
  const text = chosen === null ? undefined : texts[chosen];
  return ok({
    texts: {
      ...(await builtInPresets()),
      ...texts,
      ...(text === undefined ? {} : { [address]: text }),
    },
    own: Object.keys(texts),
    chosen,
    origin: { address: opened.value.address, sources: lockSources(opened.value), notes },
  });
}

/** The one preset that an address means. */
export async function readOnePreset(
  address: string,
  world: World,
): Promise<Outcome<PresetsOfSource & { readonly chosen: string }>> {
  const read = await readPresetSource(address, world);
  if (!read.ok) return read;
  const { chosen, own, origin } = read.value;
  if (chosen !== null) return ok({ ...read.value, chosen });
  const sign = address.includes('#') || !/^(?:git|github|gitlab|bitbucket|https)/.test(address);
  const [first = ''] = own;
  return err({
    code: 'preset-not-chosen',
    message: `${origin.address} holds ${own.length} presets: ${own.slice(0, 12).join(', ')}${own.length > 12 ? ', …' : ''}.`,
    hint: `Name one: ${sign ? address.replace(/\/$/, '') : origin.address}/${first}`,
    exit: exitCodes.usage,
  });
}

function lockSources({ locked }: OpenedSource): LockSources | null {
  return locked === null ? null : { preset: locked };
}

/** The `sources` of the repository around, if there is one and its lock can be read. */
function lockedSources(folder: string): LockSources | null {
  const above = lockAbove(folder);
  return above?.lock.ok === true ? above.lock.value.sources : null;
}

function refusedSource({ code, message, hint }: SourceError): CommandError {
  return { code, message, hint, exit: exits[code] };
}

const exits: Readonly<Record<SourceError['code'], CommandError['exit']>> = {
  'invalid-source': exitCodes.usage,
  'source-not-found': exitCodes.usage,
  'unknown-preset': exitCodes.usage,
  'preset-not-chosen': exitCodes.usage,
  'source-unreachable': exitCodes.failure,
  'program-missing': exitCodes.failure,
  'source-changed': exitCodes.refused,
  'source-unsafe': exitCodes.refused,
  'source-too-large': exitCodes.refused,
  cancelled: exitCodes.cancelled,
};
