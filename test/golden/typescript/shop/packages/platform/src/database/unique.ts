import { err, ok, type Result, type Taken } from '@packages/kernel';
import { violatedConstraint } from './errors.ts';

/** The field, as a JSON pointer, behind each unique constraint of a table. */
export type UniqueConstraints = Readonly<Record<string, string>>;

/** The write, or which field holds a value that another row has. The transaction is then aborted. */
export async function orTaken(
  constraints: UniqueConstraints,
  write: () => Promise<void>,
): Promise<Result<void, Taken>> {
  try {
    await write();
    return ok(undefined);
  } catch (error) {
    const pointer = constraints[violatedConstraint(error) ?? ''];
    if (pointer === undefined) throw error;
    return err({
      kind: 'taken',
      violations: [{ pointer, code: 'not-unique', message: 'is already taken' }],
    });
  }
}
