import type { FolderError } from '../repository/folder-error.ts';

/** Why a plopfile did not do what it is for; nothing was written. */
export interface PlopFailure {
  readonly code: 'plopfile-unusable' | 'plop-action-failed' | FolderError['code'];
  readonly message: string;
  readonly hint: string | null;
  /** What the code of the plopfile threw; shown to who asks for it. */
  readonly cause?: unknown;
}

export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
