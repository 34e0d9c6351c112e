import type { Execution } from './execution.ts';
import type { Outcome } from './outcome.ts';

export interface UnitOfWork<Repositories> {
  /**
   * One transaction: the work, then its audit rows, outbox rows and idempotency row, then the commit,
   * and only then the outcome. An error outcome rolls the work back; what an idempotent request was
   * answered is stored all the same.
   */
  run<T>(
    execution: Execution,
    work: (repositories: Repositories) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>>;
}
