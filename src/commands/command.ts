import type { Result } from '../blueprint/result.ts';

export { err, ok } from '../blueprint/result.ts';
export type { Err, Ok, Result } from '../blueprint/result.ts';

/** What the process returns; part of the public contract. */
export const exitCodes = {
  done: 0,
  failure: 1,
  /** usage, or an invalid blueprint */
  usage: 2,
  /** needs a flag, an empty folder or a clean tree */
  refused: 3,
  /** check found violations, or drift */
  violations: 4,
  conflicts: 5,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why a command did not do what was asked: an expected failure, told to the user. */
export interface CommandError {
  /** stable, kebab case, e.g. `folder-not-empty` */
  readonly code: string;
  /** what is wrong, and where */
  readonly message: string;
  /** what to do about it; null: nothing more to say than the message */
  readonly hint: string | null;
  /** JSON pointer into the blueprint, e.g. `/contexts/0/name` */
  readonly pointer?: string;
  readonly exit: ExitCode;
}

/** What a command may touch besides the folder it is given; the folder itself is src/repository's. */
export interface World {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a person is at the keyboard who may be asked. */
  readonly isTerminal: boolean;
  /** Aborted by Ctrl-C or SIGTERM: stop writing, put back what was there. */
  readonly signal: AbortSignal;
  /** Says what is being done, in a few words, on standard error. */
  progress(message: string): void;
}

export type Outcome<T> = Result<T, CommandError>;
