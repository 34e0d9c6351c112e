import type { Formatter } from '../../render/format.ts';
import type { Difference } from '../difference.ts';
import type { Labels } from '../merge/markers.ts';
import type { Merged } from '../merge/merge-file.ts';
import type { Action, Change, Conflict, Write } from '../plan.ts';
import { encode, type OurFile } from '../working-copy.ts';
import { executableBit, type Decision } from './decide.ts';
import type { Located } from './locate.ts';

/** What one difference adds to the plan. */
export interface Step {
  readonly changes: readonly Change[];
  readonly writes: readonly Write[];
  readonly conflicts: readonly Conflict[];
  readonly remark: Remark | null;
}

/** Something that was left alone, to be told. */
export interface Remark {
  readonly kind: 'stays-deleted' | 'kept' | 'left';
  readonly path: string;
}

export interface Manner {
  readonly format: Formatter;
  readonly labels: Labels;
  /** `keep`: a file of the team's that does not merge stays as the team has it. */
  readonly teamFiles: 'merge' | 'keep';
}

/** Turns the decision about a difference into what is written, where, and what is told. */
export async function carryOut(
  located: Located,
  decision: Decision,
  manner: Manner,
): Promise<Step> {
  const { difference, ours } = located;
  const { theirs } = difference;
  switch (decision) {
    case 'stays-deleted':
      return remark('stays-deleted', difference.path);
    case 'create':
      return theirs === null ? nothing : written(located, 'create', bytesOf(theirs.content, null));
    case 'identical':
      return ours === null ? nothing : written(located, 'identical', ours.bytes);
    case 'update':
      return written(located, 'update', bytesOf(inTheSameStyle(located), ours));
    case 'delete':
      return deleted(located);
    case 'merge':
    case 'both-added':
      return merged(located, decision, manner);
    case 'not-text':
    case 'changed-and-deleted':
      return unmerged(located, decision, ours?.bytes ?? null, manner);
    case 'history':
    case 'nothing':
      return nothing;
  }
}

const nothing: Step = { changes: [], writes: [], conflicts: [], remark: null };

const remark = (kind: Remark['kind'], path: string): Step => ({
  ...nothing,
  remark: { kind, path },
});

const bytesOf = (content: string, like: OurFile | null): Uint8Array =>
  encode(content, like?.text ?? null);

/** A file that nobody reformatted is not reformatted on the way. */
function inTheSameStyle({ difference: { base, theirs }, ours }: Located): string {
  if (theirs === null) return '';
  return ours?.text?.blob === base?.blob ? theirs.emitted : theirs.content;
}

async function merged(
  located: Located,
  decision: 'merge' | 'both-added',
  manner: Manner,
): Promise<Step> {
  const { ours, difference } = located;
  const { base, theirs } = difference;
  if (ours === null || ours.text === null || theirs === null) return nothing;
  const input = {
    path: ours.path,
    ours: ours.text.content,
    theirs: theirs.content,
    format: manner.format,
    labels: manner.labels,
  };
  // Loaded only where something is to be merged.
  const { mergeFile, mergeAdded } = await import('../merge/merge-file.ts');
  const text = base?.content ?? null;
  const result: Merged =
    text === null ? await mergeAdded(input) : await mergeFile({ ...input, base: text });
  if (result.kind === 'clean') return written(located, 'merge', bytesOf(result.content, ours));
  return unmerged(located, decision, bytesOf(result.content, ours), manner);
}

/** The file with this content, where the user keeps it; what is the same already is not written. */
function written({ difference, ours }: Located, action: Action, bytes: Uint8Array): Step {
  const target = targetOf(difference, ours);
  const isUnknown = ours?.path === target && ours.executable === null;
  const executable = isUnknown ? null : executableBit(difference.base, difference.theirs, ours);
  const isSame =
    ours !== null &&
    ours.path === target &&
    Buffer.compare(ours.bytes, bytes) === 0 &&
    (ours.executable ?? executable) === executable;
  if (isSame) return { ...nothing, changes: [change(difference, ours, 'identical')] };
  const write: Write = {
    path: target,
    before: ours?.path === target ? ours.blob : null,
    after: { bytes, executable },
  };
  const vacated: readonly Write[] =
    ours === null || ours.path === target
      ? []
      : [{ path: ours.path, before: ours.blob, after: null }];
  return {
    ...nothing,
    changes: [change(difference, ours, action === 'identical' ? 'update' : action)],
    writes: [...vacated, write],
  };
}

function deleted({ difference, ours }: Located): Step {
  if (ours === null) return nothing;
  return {
    ...nothing,
    changes: [change(difference, ours, 'delete')],
    writes: [{ path: ours.path, before: ours.blob, after: null }],
  };
}

const reasons: Readonly<Partial<Record<Decision, Conflict['reason']>>> = {
  merge: 'both-changed',
  'both-added': 'both-added',
  'changed-and-deleted': 'changed-and-deleted',
  'not-text': 'not-text',
};

/** A conflict for a person to settle; what is the team's may stay as the team has it. */
function unmerged(
  located: Located,
  decision: Decision,
  bytes: Uint8Array | null,
  manner: Manner,
): Step {
  const { difference, ours } = located;
  const reason = reasons[decision];
  if (ours === null || bytes === null || reason === undefined) return nothing;
  if (difference.owner === 'team' && manner.teamFiles === 'keep')
    return remark(difference.theirs === null ? 'left' : 'kept', ours.path);
  const { base, theirs } = difference;
  const step = written(located, 'conflict', bytes);
  const conflict: Conflict = {
    path: targetOf(difference, ours),
    reason,
    base: base === null || base.content === null ? null : bytesOf(base.content, ours),
    ours: ours.bytes,
    theirs: theirs === null ? null : bytesOf(theirs.content, ours),
    executable: executableBit(base, theirs, ours),
  };
  return {
    ...step,
    changes: [change(difference, ours, 'conflict')],
    conflicts: [conflict],
  };
}

/** Where the user keeps the file; what a release moved, and the user did not, moves. */
function targetOf({ path, movedFrom }: Difference, ours: OurFile | null): string {
  return ours === null || ours.path === movedFrom ? path : ours.path;
}

function change(
  { path, owner, movedFrom }: Difference,
  ours: OurFile | null,
  action: Action,
): Change {
  const from = ours?.path;
  return from === undefined || from === path || from === movedFrom
    ? { action, path, owner }
    : { action, path, owner, from };
}
