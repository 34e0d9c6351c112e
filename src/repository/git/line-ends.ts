import type { Conflict } from '../plan.ts';
import { runGit } from './run.ts';

/**
 * Conflicts with their sides as git keeps them: where a checkout has CR LF and git keeps LF
 * (`core.autocrlf`, attributes), git would otherwise take the CR for the file's own, and keep it when
 * the conflict is resolved.
 */
export async function asGitKeeps(
  root: string,
  conflicts: readonly Conflict[],
): Promise<readonly Conflict[]> {
  if (!conflicts.some(hasCarriageReturn)) return conflicts;
  const kept = await keptWithLf(root);
  return conflicts.map((conflict) =>
    kept.has(conflict.path)
      ? {
          ...conflict,
          base: withLf(conflict.base),
          ours: withLf(conflict.ours),
          theirs: withLf(conflict.theirs),
        }
      : conflict,
  );
}

const hasCarriageReturn = ({ ours }: Conflict): boolean => ours !== null && ours.includes(0x0d);

/** Reads `i/lf w/crlf attr/… <tab><path>`, as `git ls-files --eol -z` prints it. */
async function keptWithLf(root: string): Promise<ReadonlySet<string>> {
  const run = await runGit(root, ['ls-files', '--eol', '-z', '--cached'], { mode: 'read' });
  const entries = run.stdout.toString('utf8').split('\0');
  return new Set(
    entries.flatMap((entry) =>
      entry.startsWith('i/lf ') ? [entry.slice(entry.indexOf('\t') + 1)] : [],
    ),
  );
}

function withLf(bytes: Uint8Array | null): Uint8Array | null {
  return bytes === null
    ? null
    : Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
