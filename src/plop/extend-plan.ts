import { err, ok, type Result } from '../blueprint/result.ts';
import type { Formatter } from '../render/format.ts';
import type { Change, ChangePlan, Write } from '../repository/plan.ts';
import { LOCK_FILE } from '../repository/lock.ts';
import { unsafePathProblem } from '../repository/transaction/index.ts';
import { describe, encode, type WorkingCopy } from '../repository/working-copy.ts';
import type { PlopFailure } from './failure.ts';
import type { Shadow, ShadowDifference } from './shadow.ts';

type Extended = Result<ChangePlan, PlopFailure>;

/**
 * The plan with what was made otherwise in a shadow of its outcome: the team's files, one transaction.
 * Text comes in the format of the repository, unless it had another.
 */
export async function extendPlan(
  plan: ChangePlan,
  shadow: Shadow,
  workingCopy: WorkingCopy,
  format: Formatter,
): Promise<Extended> {
  let extended = plan;
  for (const difference of shadow.differences()) {
    const { path, after } = difference;
    const styled =
      after === null ? null : { ...after, bytes: await inStyle(path, after.bytes, shadow, format) };
    const next = withDifference(extended, { path, after: styled }, shadow, workingCopy);
    if (!next.ok) return next;
    extended = next.value;
  }
  return ok(extended);
}

function withDifference(
  plan: ChangePlan,
  { path, after }: ShadowDifference,
  shadow: Shadow,
  workingCopy: WorkingCopy,
): Extended {
  const problem = path === LOCK_FILE ? 'only create-backend writes it' : unsafePathProblem(path);
  if (problem !== null) return err(refused(path, problem));
  const ours = workingCopy.read(path);
  if (!ours.ok) return err(ours.error);
  // The shadow has what git keeps: a file that it ignores looks absent there.
  const isPlanned = plan.writes.some((write) => write.path === path);
  if (ours.value !== null && !isPlanned && !shadow.has(path))
    return err(refused(path, 'there is such a file already, which git ignores'));

  const like = ours.value?.text ?? null;
  const write: Write = {
    path,
    before: ours.value?.blob ?? null,
    after: after === null ? null : { ...after, bytes: asWritten(after.bytes, like) },
  };
  return ok({
    ...plan,
    writes: [...plan.writes.filter((each) => each.path !== path), write],
    changes: withChange(plan.changes, path, write),
  });
}

/** A file that was formatted stays so, and a new one is; what cannot be formatted is as it was made. */
async function inStyle(
  path: string,
  bytes: Buffer,
  shadow: Shadow,
  format: Formatter,
): Promise<Buffer> {
  const text = describe(path, bytes, null).text?.content;
  const had = shadow.before(path);
  const before = had === null ? null : describe(path, had, null).text?.content;
  if (text === undefined || before === undefined) return bytes;
  try {
    if (before !== null && (await format(path, before)) !== before) return bytes;
    const formatted = await format(path, text);
    return formatted === text ? bytes : Buffer.from(formatted, 'utf8');
  } catch {
    return bytes;
  }
}

/** In the line ends that the file had. */
function asWritten(bytes: Buffer, like: Parameters<typeof encode>[1]): Uint8Array {
  const { text } = describe('', bytes, null);
  return like?.crlf === true && text !== null ? encode(text.content, like) : bytes;
}

/** What create-backend changes anyway keeps its name; the rest is the team's. */
function withChange(
  changes: readonly Change[],
  path: string,
  { before, after }: Write,
): readonly Change[] {
  const isOf = (change: Change): boolean => (change.from ?? change.path) === path;
  const others = changes.filter((change) => !isOf(change));
  if (before === null && after === null) return others;
  const known = changes.find(isOf);
  if (known !== undefined && known.action !== 'identical' && after !== null) return changes;
  const action = before === null ? 'create' : after === null ? 'delete' : 'update';
  return [...others, { action, path, owner: known?.owner ?? 'team' }];
}

const refused = (path: string, problem: string): PlopFailure => ({
  code: 'path-refused',
  message: `The plopfile writes ${path}, which is refused: ${problem}. Nothing was written.`,
  hint: 'Mend the plopfile, or add the module without it: --no-plop.',
});
