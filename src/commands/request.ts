import path from 'node:path';

import { parseBlueprint, parseRaw, type Advised } from '../advisor/index.ts';
import { applyFlags } from '../blueprint/apply-flags.ts';
import { composePreset, mergeWritten } from '../blueprint/index.ts';
import type { LockSources } from '../blueprint/locked-source.ts';
import { checkName } from '../blueprint/names.ts';
import { quote, suggest } from '../blueprint/problem.ts';
import type { Written } from '../blueprint/schema.ts';
import { checkShape } from '../blueprint/shape.ts';
import { readSource } from '../blueprint/source.ts';
import { assigned } from './assignments.ts';
import type { Answers } from './answers.ts';
import { err, exitCodes, ok, type CommandError, type Outcome } from './command.ts';
import { leaveOut } from './edits/leave-out.ts';
import { rename } from './edits/rename.ts';
import { invalidBlueprint, unreadable } from './problems.ts';

/** The texts that answers refer to. */
export interface Sources {
  /** name → YAML */
  readonly presets: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly text: string } | null;
  /** Where `--preset` came from, if from elsewhere; with its commit or version, for the lock and for a replay. */
  readonly elsewhere?: PresetOrigin;
}

export interface PresetOrigin {
  /** pinned, or a path as it was written */
  readonly address: string;
  readonly sources: LockSources | null;
  readonly notes: readonly string[];
}

/**
 * The blueprint that answers make: a preset, over it a file, then the edits and the flags, and what is
 * still open is decided. The same for a session with prompts and for its replay as a command.
 */
export function blueprintOf(answers: Answers, sources: Sources, cwd: string): Outcome<Advised> {
  const raw = composed(answers, sources, cwd);
  if (!raw.ok) return raw;
  const advised = parseRaw(raw.value);
  if (advised.ok) return advised;
  return err(namingTheFolder(invalidBlueprint(advised.error), answers, cwd));
}

/** The same as its author would have written it, before anything is decided. */
export function writtenOf(answers: Answers, sources: Sources, cwd: string): Outcome<Written> {
  const raw = composed(answers, sources, cwd);
  if (!raw.ok) return raw;
  const written = checkShape(raw.value);
  if (written.ok) return written;
  return err({
    code: 'invalid-blueprint',
    message: written.error[0]?.message ?? '',
    hint: null,
    exit: exitCodes.usage,
  });
}

function composed(answers: Answers, sources: Sources, cwd: string): Outcome<Raw> {
  const base = startingPoint(answers, sources);
  if (!base.ok) return base;
  const name = nameOf(answers, base.value, cwd) ?? base.value['name'] ?? 'my-backend';
  const edited = edit({ schema: 1, contexts: [], ...base.value, name }, answers);
  if (!edited.ok) return edited;
  const twice = answers.context.find((each, index) => answers.context.indexOf(each) !== index);
  if (twice !== undefined) {
    const message = `--context: the context ${quote(twice)} is given twice.`;
    return err({ code: 'duplicate', message, hint: 'Give it once.', exit: exitCodes.usage });
  }
  const flagged = applyFlags(edited.value, flagsOf(answers));
  if (flagged.ok) return flagged;
  const { flag, message, hint } = flagged.error;
  return err({
    code: 'invalid-value',
    message: `${flag}: ${message}.`,
    hint,
    exit: exitCodes.usage,
  });
}

type Raw = Readonly<Record<string, unknown>>;

/** Read once: the prompts compose a blueprint at every key. */
const startingPoints = new WeakMap<Sources, Map<string | undefined, Outcome<Raw>>>();

function startingPoint(answers: Answers, sources: Sources): Outcome<Raw> {
  const known = startingPoints.get(sources) ?? new Map<string | undefined, Outcome<Raw>>();
  startingPoints.set(sources, known);
  const point = known.get(answers.preset) ?? readStartingPoint(answers, sources);
  known.set(answers.preset, point);
  return point;
}

function readStartingPoint(answers: Answers, sources: Sources): Outcome<Raw> {
  let raw: Raw = {};
  if (answers.preset !== undefined) {
    if (!Object.hasOwn(sources.presets, answers.preset))
      return err(unknownPreset(answers.preset, Object.keys(sources.presets)));
    const preset = composePreset(answers.preset, sources.presets);
    if (!preset.ok) return err(invalidBlueprint(preset.error));
    raw = preset.value;
  }
  if (sources.file === null) return ok(raw);
  const file = readFile(sources.file, answers.preset !== undefined);
  return file.ok ? ok(mergeWritten(raw, file.value)) : file;
}

/** A file that stands alone must be whole; over a preset it may be a part. Problems are told by their line. */
function readFile(
  file: { readonly name: string; readonly text: string },
  isPart: boolean,
): Outcome<Raw> {
  if (!isPart) {
    const whole = parseBlueprint(file.text, { file: file.name });
    if (!whole.ok) return err(invalidBlueprint(whole.error, file.text));
  }
  const source = readSource(file.text);
  if (!source.ok) return err(unreadable(source.error, file));
  const { raw } = source.value;
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return ok({ ...raw });
  return err({
    code: 'wrong-type',
    message: `${file.name} does not hold a blueprint.`,
    hint: 'Run "create-backend schema" for its form.',
    pointer: '',
    exit: exitCodes.usage,
  });
}

export function unknownPreset(name: string, known: readonly string[]): CommandError {
  return {
    code: 'unknown-preset',
    message: `There is no preset ${quote(name)}.`,
    hint: `${suggest(name, known)} "create-backend preset list" describes them.`,
    exit: exitCodes.usage,
  };
}

/** What was set, else the folder's name; a file keeps the name it has. Null: whatever the blueprint says. */
function nameOf(answers: Answers, base: Raw, cwd: string): string | null {
  const set = assigned(answers.set, 'name');
  if (set !== undefined) return set;
  if (answers.blueprint !== undefined && typeof base['name'] === 'string') return null;
  return answers.directory === undefined
    ? null
    : path.basename(path.resolve(cwd, answers.directory));
}

function edit(raw: Raw, answers: Answers): Outcome<Raw> {
  if (answers.rename.length === 0 && answers.without.length === 0) return ok(raw);
  // Edits follow references, so they need a blueprint of the right shape; what is wrong otherwise is told later.
  const shape = checkShape(raw);
  if (!shape.ok) return ok(raw);
  let written = shape.value;
  for (const each of answers.rename) {
    const renamed = rename(written, each);
    if (!renamed.ok) return renamed;
    written = renamed.value;
  }
  for (const each of answers.without) {
    const rest = leaveOut(written, each);
    if (!rest.ok) return rest;
    written = rest.value;
  }
  return ok({ ...written });
}

function flagsOf(answers: Answers) {
  const {
    stack,
    teamSize,
    complexity,
    clearBoundaries,
    p99Ms,
    throughputRps,
    context,
    aggregate,
    transition,
    set,
  } = answers;
  const optional = { stack, teamSize, complexity, clearBoundaries, p99Ms, throughputRps };
  return {
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<Pick<Answers, keyof typeof optional>>),
    context: [...context],
    aggregate: [...aggregate],
    transition: [...transition],
    set: [...set],
  };
}

/** A folder may be called what a backend may not: then the name is to be given apart. */
function namingTheFolder(error: CommandError, answers: Answers, cwd: string): CommandError {
  if (error.pointer !== '/name' || assigned(answers.set, 'name') !== undefined) return error;
  const folder = nameOf(answers, {}, cwd);
  const problem = folder === null ? null : checkName('repository', folder);
  if (folder === null || problem === null) return error;
  return {
    ...error,
    message: `The folder's name ${quote(folder)} ${problem.message}, so it cannot be the backend's name.`,
    hint: `Name the backend: --set name=${problem.suggestion}`,
  };
}
