import { portablePathProblem } from '../render/portable-path.ts';
import { limits } from './limits.ts';

/** What is wrong with the path of a preset inside its source; null where nothing is. */
export function pathProblem(path: string): string | null {
  if (/[%@]/.test(path)) return 'it has a "%" or an "@"';
  if (path.split('/').length > limits.depth) return 'it is too deep';
  return portablePathProblem(path);
}
