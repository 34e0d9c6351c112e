import type { FolderError } from '../repository/folder-error.ts';
import { exitCodes, type CommandError } from './command.ts';

/** What kept a folder from being read or written, as the error of a command. */
export function folderRefusal({ code, message, hint }: FolderError): CommandError {
  return { code, message, hint, exit: exitOf(code) };
}

function exitOf(code: FolderError['code']): CommandError['exit'] {
  switch (code) {
    case 'cancelled':
      return exitCodes.cancelled;
    case 'unresolved-conflicts':
      return exitCodes.conflicts;
    case 'disk-full':
    case 'half-done':
    case 'write-failed':
      return exitCodes.failure;
    default:
      return exitCodes.refused;
  }
}
