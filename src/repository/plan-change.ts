import { err, ok, type Result } from '../blueprint/result.ts';
import type { Formatter } from '../render/format.ts';
import type { Difference } from './difference.ts';
import type { FolderError } from './folder-error.ts';
import { LOCK_FILE, type LockedFile } from './lock.ts';
import { hasMarkers, LABELS } from './merge/markers.ts';
import type { Change, ChangePlan, Write } from './plan.ts';
import { carryOut, type Remark, type Step } from './plan-change/carry-out.ts';
import { decide, type Decision } from './plan-change/decide.ts';
import { continueHistory, historyThatGoes, type History } from './plan-change/history.ts';
import { locate, type Located } from './plan-change/locate.ts';
import type { WorkingCopy } from './working-copy.ts';

export interface ChangeInput {
  readonly differences: readonly Difference[];
  readonly workingCopy: WorkingCopy;
  /** The files of the lock as it is. */
  readonly locked: ReadonlyMap<string, LockedFile>;
  /** The files of the new rendering, as its lock has them. */
  readonly files: ReadonlyMap<string, LockedFile>;
  /** The text of the new lock, given its files. */
  readonly lock: (files: ReadonlyMap<string, LockedFile>) => string;
  /** The stack, for what it says of history. */
  readonly history: History;
  /** Formats as the repository does. */
  readonly format: Formatter;
  /** `keep`: a file of the team's that does not merge stays as the team has it. */
  readonly teamFiles: 'merge' | 'keep';
}

/** Merges what changed in the rendering with what people have; nothing is written. */
export async function planChange(asked: ChangeInput): Promise<Result<ChangePlan, FolderError>> {
  const { locked, files: rendered } = asked;
  const differences = historyThatGoes(asked.differences, locked, rendered, asked.history);
  const input = { ...asked, differences };
  const known = new Set([...input.locked.keys(), ...input.files.keys(), LOCK_FILE]);
  const located = await locate(input.differences, input.workingCopy, known);
  if (!located.ok) return located;
  const decided = located.value.map((each) => ({ ...each, decision: decideOn(each, input) }));

  const marked = decided.flatMap(({ decision, ours }) =>
    decision === 'merge' && hasMarkers(ours?.text?.content ?? '') ? (ours?.path ?? []) : [],
  );
  if (marked.length > 0) return err(stillMarked(marked));

  const steps: Step[] = [];
  const manner = { format: input.format, labels: LABELS, teamFiles: input.teamFiles };
  for (const { decision, ...each } of decided) steps.push(await carryOut(each, decision, manner));

  const kept = decided.filter(({ decision }) => decision === 'history');
  const { history, workingCopy } = input;
  const continued = await continueHistory(kept, input.differences, history, workingCopy);
  if (!continued.ok) return continued;

  const files = lockAfter(input, kept, continued.value.locked);
  if (!files.ok) return files;
  const lock = planLock(input.lock(files.value), workingCopy);
  if (!lock.ok) return lock;

  const parts = [...steps, continued.value, lock.value];
  return ok({
    changes: parts.flatMap(({ changes }) => changes).sort(byPath),
    writes: parts.flatMap(({ writes }) => writes),
    conflicts: steps.flatMap(({ conflicts }) => conflicts),
    notes: [...remarks(steps.flatMap(({ remark }) => remark ?? [])), ...continued.value.notes],
  });
}

/** The paths whose text, as it was emitted, is needed to merge, and is not known yet. */
export async function basesNeeded(
  input: Pick<ChangeInput, 'differences' | 'workingCopy' | 'locked' | 'files'>,
): Promise<Result<readonly string[], FolderError>> {
  const known = new Set([...input.locked.keys(), ...input.files.keys(), LOCK_FILE]);
  const located = await locate(input.differences, input.workingCopy, known);
  if (!located.ok) return located;
  const needed = located.value.filter(({ difference: { base, theirs }, ours }) => {
    if (base === null || base.content !== null || theirs === null) return false;
    return ours === null || decide({ base, theirs }, ours, false) === 'merge';
  });
  return ok(needed.map(({ difference }) => difference.path));
}

/** Merged once more, nobody could tell the conflicts apart. */
const stillMarked = (paths: readonly string[]): FolderError => ({
  code: 'unresolved-conflicts',
  message: `${paths.length === 1 ? 'A file has' : `${paths.length} files have`} the markers of an earlier conflict:\n${paths.map((each) => `- ${each}`).join('\n')}`,
  hint: 'Edit them until no marker is left, commit, and run the command again.',
});

function decideOn({ difference, ours }: Located, { history }: ChangeInput): Decision {
  return decide(difference, ours, history.isHistory(difference.path));
}

/**
 * The files of the new lock: those of the new rendering, history that stays as it was emitted first,
 * and history that was written to continue it, as long as it is there.
 */
function lockAfter(
  { files, locked, history, workingCopy, differences }: ChangeInput,
  kept: readonly Located[],
  added: readonly (readonly [string, LockedFile])[],
): Result<ReadonlyMap<string, LockedFile>, FolderError> {
  const after = new Map([...files, ...added]);
  for (const { difference } of kept) {
    const before = locked.get(difference.path);
    if (before !== undefined) after.set(difference.path, before);
  }
  const changed = new Set(differences.map(({ path }) => path));
  for (const [path, file] of locked) {
    if (after.has(path) || changed.has(path) || !history.isHistory(path)) continue;
    const there = workingCopy.read(path);
    if (!there.ok) return there;
    if (there.value !== null) after.set(path, file);
  }
  return ok(new Map([...after].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))));
}

/** The lock is never merged: it says what was emitted, which nobody edits. */
function planLock(
  text: string,
  workingCopy: WorkingCopy,
): Result<{ changes: readonly Change[]; writes: readonly Write[] }, FolderError> {
  const ours = workingCopy.read(LOCK_FILE);
  if (!ours.ok) return ours;
  const before = ours.value;
  const isSame = before?.text?.content === text;
  const action = before === null ? 'create' : isSame ? 'identical' : 'update';
  const bytes = Buffer.from(text, 'utf8');
  return ok({
    changes: [{ action, path: LOCK_FILE, owner: 'tool' }],
    writes: isSame
      ? []
      : [{ path: LOCK_FILE, before: before?.blob ?? null, after: { bytes, executable: false } }],
  });
}

const shown = 5;

function remarks(all: readonly Remark[]): readonly string[] {
  const of = (kind: Remark['kind']) => all.filter((each) => each.kind === kind);
  return [
    ...told(
      of('stays-deleted'),
      'deleted here, and stays deleted',
      'deleted here, and stay deleted',
    ),
    ...told(
      of('kept'),
      'edited here in another way than the new version; it stays as it is',
      'edited here in another way than the new version; they stay as they are',
    ),
    ...told(
      of('left'),
      'edited here and is emitted no more; it stays, and nothing uses it',
      'edited here and are emitted no more; they stay, and nothing uses them',
    ),
  ];
}

function told(all: readonly Remark[], one: string, several: string): readonly string[] {
  if (all.length === 0) return [];
  const names = all.slice(0, shown).map(({ path }) => path);
  const more = all.length > shown ? ` and ${all.length - shown} more` : '';
  return [`${names.join(', ')}${more} ${all.length === 1 ? `was ${one}` : `were ${several}`}.`];
}

const byPath = (a: Change, b: Change): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
