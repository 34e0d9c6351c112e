import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';

import { parseRaw } from '../advisor/index.ts';
import {
  composePreset,
  presetSummaries,
  type BlueprintProblem,
  type PresetSummary,
  type PresetTexts,
} from '../blueprint/index.ts';
import { readSource } from '../blueprint/source.ts';
import { isAddress } from '../sources/is-address.ts';
import { err, ok, type Outcome, type World } from './command.ts';
import { builtInPresets } from './presets.ts';
import { invalidBlueprint } from './problems.ts';
import { unknownPreset } from './request.ts';
import { readTextFile } from './sources.ts';

export interface ListedPresets {
  /** the source they are of, with its commit or version; null: they come with this program */
  readonly source: string | null;
  readonly presets: readonly PresetSummary[];
  readonly notes: readonly string[];
}

/** The presets there are: those of this version, or of a source. */
export async function listPresets(
  source: string | null,
  world: World,
): Promise<Outcome<ListedPresets>> {
  if (source === null) {
    return ok({ source, presets: presetSummaries(await builtInPresets()), notes: [] });
  }
  const { readPresetSource } = await import('./preset-source.ts');
  const read = await readPresetSource(asAddress(source), world);
  if (!read.ok) return read;
  const { own, texts, origin } = read.value;
  const ofSource = Object.fromEntries(own.map((name) => [name, texts[name] ?? '']));
  return ok({
    source: origin.address,
    presets: presetSummaries(ofSource),
    notes: origin.notes,
  });
}

export interface ShownPreset {
  readonly name: string;
  /** with its commit or version; null: it comes with this program */
  readonly source: string | null;
  /** the written blueprint, with what it extends */
  readonly blueprint: Readonly<Record<string, unknown>>;
  readonly yaml: string;
}

/** A preset as the blueprint it stands for: a file of it can be edited and passed to `--blueprint`. */
export async function showPreset(text: string, world: World): Promise<Outcome<ShownPreset>> {
  if (isAddress(text)) {
    const { readOnePreset } = await import('./preset-source.ts');
    const read = await readOnePreset(text, world);
    if (!read.ok) return read;
    const { chosen, texts, origin } = read.value;
    return shown(chosen, origin.address, texts);
  }
  const presets = await builtInPresets();
  if (!Object.hasOwn(presets, text)) return err(unknownPreset(text, Object.keys(presets)));
  return shown(text, null, presets);
}

function shown(name: string, source: string | null, texts: PresetTexts): Outcome<ShownPreset> {
  const composed = composePreset(name, texts);
  if (!composed.ok) return err(invalidBlueprint(composed.error));
  return ok({
    name,
    source,
    blueprint: composed.value,
    yaml: stringify(composed.value, { lineWidth: 100 }).trimEnd(),
  });
}

export interface ValidPreset {
  /** the path or address that was given, and the preset's name where it has several */
  readonly file: string;
  readonly contexts: readonly string[];
}

/**
 * Checks a preset file, or every preset of a source, as `create` would read it; they may extend one
 * another and the presets that come with this version.
 */
export async function validatePresets(
  given: string,
  world: World,
): Promise<Outcome<readonly ValidPreset[]>> {
  const address = asAddress(given);
  if (given === '-' || isFile(path.resolve(world.cwd, given)) || isMissing(address, world.cwd)) {
    const valid = await validateFile(given, world);
    return valid.ok ? ok([valid.value]) : valid;
  }
  const { readPresetSource } = await import('./preset-source.ts');
  const read = await readPresetSource(address, world);
  if (!read.ok) return read;
  const { own, texts, chosen } = read.value;
  const valid: ValidPreset[] = [];
  for (const name of chosen === null ? own : [chosen]) {
    const checked = check(name, texts, chosen === null ? `${given}/${name}` : given);
    if (!checked.ok) return checked;
    valid.push(checked.value);
  }
  return ok(valid);
}

async function validateFile(file: string, world: World): Promise<Outcome<ValidPreset>> {
  const read = await readTextFile(file, world, 'preset validate');
  if (!read.ok) return read;
  const name = path.basename(file).replace(/\.[^.]*$/, '');
  const { readPresetSource } = await import('./preset-source.ts');
  const beside = file === '-' ? null : await readPresetSource(path.dirname(asAddress(file)), world);
  const others = beside?.ok === true ? beside.value.texts : await builtInPresets();
  return check(name, { ...others, [name]: read.value }, file);
}

function check(name: string, texts: PresetTexts, label: string): Outcome<ValidPreset> {
  const text = texts[name] ?? '';
  const composed = composePreset(name, texts);
  if (!composed.ok) return err(invalidBlueprint(composed.error, text));
  const advised = parseRaw({ name: 'my-backend', schema: 1, ...composed.value });
  if (!advised.ok) return err(invalidBlueprint(located(advised.error, label, text), text));
  const contexts = advised.value.blueprint.contexts.map((context) => context.name);
  return ok({ file: label, contexts });
}

/** A bare word is a path here: built-in presets are valid. */
function asAddress(text: string): string {
  return isAddress(text) ? text : `./${text}`;
}

function isFile(location: string): boolean {
  return statSync(location, { throwIfNoEntry: false })?.isFile() === true;
}

/** A path of a file that is not there, and so not a preset in a folder either. */
function isMissing(address: string, cwd: string): boolean {
  return (
    /\.(?:ya?ml|json)$/.test(address) &&
    !/^[a-z+]{2,}:|^git@/i.test(address) &&
    !existsSync(path.resolve(cwd, address))
  );
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
