import { describeWriteFailure, type FolderError } from '../folder-error.ts';
import { isErrno } from './disk.ts';
import { JOURNAL } from './journal-name.ts';

/** Ends a transaction from deep inside; `applyPlan` and `recover` turn it into a result. */
export class Refusal extends Error {
  readonly error: FolderError;

  constructor(error: FolderError) {
    super(error.message);
    this.error = error;
  }
}

/** The expected failure that was thrown; null: a bug. */
export function expectedFailure(error: unknown, root: string): FolderError | null {
  if (error instanceof Refusal) return error.error;
  if (!isErrno(error)) return null;
  const told = describeWriteFailure(error, placeOf(error, root));
  return told.code === 'disk-full'
    ? told
    : { ...told, hint: 'Mend that and run the command again.' };
}

/** The file that the operating system refused; the repository where it is one of the journal's. */
function placeOf(error: object, root: string): string {
  const files = ['dest', 'path'].map((name) => Reflect.get(error, name));
  const file = files.find((each) => typeof each === 'string') ?? root;
  return file.includes(JOURNAL) ? root : file;
}

export const cancelled: FolderError = {
  code: 'cancelled',
  message: 'Cancelled; everything is as it was.',
  hint: null,
};

export function changedMeanwhile(file: string): Refusal {
  return new Refusal({
    code: 'changed-meanwhile',
    message: `${file} was changed while this command was at work; nothing is written.`,
    hint: 'Run the command again.',
  });
}

export function damaged(): Refusal {
  return new Refusal({
    code: 'journal-damaged',
    message: `The journal of an interrupted run, ${JOURNAL}, is damaged; nothing is done with it.`,
    hint: `See what the interrupted run left (git status, git diff), put it right, and delete the folder ${JOURNAL}.`,
  });
}

export function foreign(): Refusal {
  return new Refusal({
    code: 'journal-damaged',
    message: `git tracks the journal of an interrupted run, ${JOURNAL}: it may come from another machine, so nothing is done with it.`,
    hint: `Where a run was interrupted here, "git rm -r --cached ${JOURNAL}" and run the command again; else "git rm -r ${JOURNAL}".`,
  });
}
