/** Why a folder cannot be written: an expected failure. */
export interface FolderError {
  readonly code:
    | 'folder-not-empty'
    | 'folder-is-a-file'
    | 'folder-is-a-link'
    | 'folder-not-writable'
    | 'disk-full'
    | 'path-too-long'
    | 'path-is-a-link'
    | 'path-in-the-way'
    | 'path-not-readable'
    | 'path-refused'
    | 'changed-meanwhile'
    | 'busy'
    | 'half-done'
    | 'journal-damaged'
    | 'git-refused'
    | 'unresolved-conflicts'
    | 'cancelled'
    | 'write-failed';
  readonly message: string;
  readonly hint: string | null;
}

/** Tells an operating system's refusal in words; anything unknown is told as it is. */
export function describeWriteFailure(error: unknown, path: string): FolderError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        code: 'disk-full',
        message: `The disk is full: ${path} could not be written. What had been written is removed.`,
        hint: 'Free some space and run the command again.',
      };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        code: 'folder-not-writable',
        message: `${path} cannot be written (${String(code)}).`,
        hint: 'Choose a folder you may write to.',
      };
    case 'ENAMETOOLONG':
      return {
        code: 'path-too-long',
        message: `The path ${path} is too long for this file system.`,
        hint: 'Choose a shorter folder.',
      };
    case 'ENOTDIR':
    case 'EEXIST':
      return {
        code: 'folder-is-a-file',
        message: `A part of the path ${path} is a file, not a folder.`,
        hint: 'Choose another folder.',
      };
    default:
      return {
        code: 'write-failed',
        message: `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
        hint: null,
      };
  }
}
