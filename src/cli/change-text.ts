import type { ChangeReport } from '../commands/change-repository.ts';
import type { Action, Change } from '../repository/plan.ts';
import { printableLine } from './printable.ts';
import type { Session } from './session.ts';
import type { Style } from './style.ts';
import { proseFor } from './wrap.ts';

export interface ChangeWords {
  /** `Added` */
  readonly done: string;
  /** `add` */
  readonly would: string;
  /** `billing` */
  readonly what: string;
  /** The command that does the same without questions; null: there is none. */
  readonly replay: string | null;
}

const participles: Readonly<Record<Action, string>> = {
  create: 'created',
  update: 'updated',
  merge: 'merged with your edits',
  delete: 'deleted',
  identical: 'already so',
  conflict: 'in conflict',
};

const actions: readonly Action[] = ['create', 'update', 'merge', 'delete', 'identical', 'conflict'];

/** `63 files created, 12 updated, 2 merged with your edits` */
function countsText(changes: readonly Change[]): string {
  const counts = actions.flatMap((action) => {
    const number = changes.filter((change) => change.action === action).length;
    return number === 0 ? [] : [{ number, participle: participles[action] }];
  });
  if (counts.length === 0) return 'nothing to change';
  return counts
    .map(({ number, participle }, index) =>
      index > 0
        ? `${number} ${participle}`
        : `${number} file${number === 1 ? '' : 's'} ${participle}`,
    )
    .join(', ');
}

/** What a change comes to, for between two questions. */
export function countsOf({ changes, conflicts }: ChangeReport): readonly string[] {
  return [
    countsText(changes),
    ...conflicts.map(({ path, because }) => `conflict: ${path} (${because})`),
  ];
}

/** What was changed in a repository, or would be, for reading. */
export function changeText(report: ChangeReport, words: ChangeWords, session: Session): string {
  const { style } = session.terminal.out;
  const { dryRun, changes, conflicts, notes, next } = report;
  const counts = countsText(changes);
  return [
    ...(dryRun
      ? [`Nothing was written: this would ${words.would} ${style.bold(words.what)} (${counts}).`]
      : [`${style.green(words.done)} ${style.bold(words.what)}: ${counts}.`]),
    '',
    ...changeLines(changes, dryRun, style),
    ...(conflicts.length === 0
      ? []
      : [
          '',
          style.red(
            `${conflicts.length === 1 ? 'A conflict' : `${conflicts.length} conflicts`} to resolve:`,
          ),
          ...conflicts.map(
            ({ path, because }) => `  ${printableLine(path)}  ${style.dim(`(${because})`)}`,
          ),
        ]),
    ...(notes.length === 0
      ? []
      : [
          '',
          proseFor(
            session.terminal.out,
            notes.map((note) => `${style.yellow('Note:')} ${printableLine(note)}`),
          ),
        ]),
    ...(dryRun ? [] : ['', 'Next:', ...next.map((line) => `  ${style.cyan(printableLine(line))}`)]),
    ...(words.replay === null
      ? []
      : ['', 'The same again, without questions:', `  ${style.cyan(printableLine(words.replay))}`]),
  ].join('\n');
}

/** A line for each file; where it was done, files of a new folder are one line. */
function changeLines(changes: readonly Change[], each: boolean, style: Style): readonly string[] {
  return actions.flatMap((action) => {
    const of = changes.filter((change) => change.action === action);
    const isMany = !each && ['create', 'delete', 'identical'].includes(action);
    const lines = isMany ? byFolder(of) : of.map(pathText);
    return lines.map((line) => `  ${action.padEnd(9)} ${style.dim(printableLine(line))}`);
  });
}

const pathText = ({ path, from }: Change): string =>
  from === undefined ? path : `${from}  (emitted as ${path})`;

const few = 4;

/** `contexts/billing (57 files)`, where more than a few lie together. */
function byFolder(changes: readonly Change[]): readonly string[] {
  const folders = new Map<string, Change[]>();
  for (const change of changes) {
    const folder = change.path.split('/').slice(0, 2).join('/');
    folders.set(folder, [...(folders.get(folder) ?? []), change]);
  }
  return [...folders].flatMap(([folder, of]) =>
    of.length <= few ? of.map(pathText) : [`${folder}  (${of.length} files)`],
  );
}
