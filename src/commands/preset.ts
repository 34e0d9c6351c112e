import path from 'node:path';
import { stringify } from 'yaml';

import { parseRaw } from '../advisor/index.ts';
import {
  composePreset,
  presetSummaries,
  type BlueprintProblem,
  type PresetSummary,
} from '../blueprint/index.ts';
import { readSource } from '../blueprint/source.ts';
import { err, ok, type Outcome, type World } from './command.ts';
import { builtInPresets } from './presets.ts';
import { invalidBlueprint } from './problems.ts';
import { unknownPreset } from './request.ts';
import { readTextFile } from './sources.ts';

/** The presets there are. */
export async function listPresets(): Promise<readonly PresetSummary[]> {
  return presetSummaries(await builtInPresets());
}

export interface ShownPreset {
  readonly name: string;
  /** the written blueprint, with what it extends */
  readonly blueprint: Readonly<Record<string, unknown>>;
  readonly yaml: string;
}

/** A preset as the blueprint it stands for: a file of it can be edited and passed to `--blueprint`. */
export async function showPreset(name: string): Promise<Outcome<ShownPreset>> {
  const presets = await builtInPresets();
  if (!Object.hasOwn(presets, name)) return err(unknownPreset(name, Object.keys(presets)));
  const composed = composePreset(name, presets);
  if (!composed.ok) return err(invalidBlueprint(composed.error));
  return ok({
    name,
    blueprint: composed.value,
    yaml: stringify(composed.value, { lineWidth: 100 }).trimEnd(),
  });
}

export interface ValidPreset {
  readonly file: string;
  readonly contexts: readonly string[];
}

/** Checks a preset file as `create` would read it; it may extend the presets that come with this version. */
export async function validatePreset(file: string, world: World): Promise<Outcome<ValidPreset>> {
  const read = await readTextFile(file, world, 'preset validate');
  if (!read.ok) return read;
  const name = path.basename(file).replace(/\.[^.]*$/, '');
  const composed = composePreset(name, { ...(await builtInPresets()), [name]: read.value });
  if (!composed.ok) return err(invalidBlueprint(composed.error, read.value));
  const advised = parseRaw({ name: 'my-backend', schema: 1, ...composed.value });
  if (!advised.ok)
    return err(invalidBlueprint(located(advised.error, file, read.value), read.value));
  return ok({ file, contexts: advised.value.blueprint.contexts.map((context) => context.name) });
}

/** Problems of the merged whole, at their lines where the file alone has the place. */
function located(
  problems: readonly BlueprintProblem[],
  file: string,
  text: string,
): readonly BlueprintProblem[] {
  const source = readSource(text);
  if (!source.ok) return problems;
  return problems.map((problem) => {
    const segments = problem.pointer.split('/').slice(1).map(unescaped);
    return { ...problem, file, ...source.value.locate(segments) };
  });
}

function unescaped(segment: string): string | number {
  return /^\d+$/.test(segment)
    ? Number(segment)
    : segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
