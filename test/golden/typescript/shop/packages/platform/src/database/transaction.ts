import { connectionBy, type Command, type Connection } from './connection.ts';
import { TransactionAborted } from './errors.ts';
import type { Send } from './pool.ts';

/** Statements that stand or fall together. */
export interface Transaction extends Connection {
  /** Marks a point that `rollbackToSavepoint` returns to. */
  savepoint(): Promise<void>;
  rollbackToSavepoint(): Promise<void>;
}

/** How the work wants its transaction to end. */
export interface Conclusion<T> {
  readonly commit: boolean;
  readonly value: T;
  /** Statements already sent: COMMIT travels right behind them, and one that fails undoes all. */
  readonly writes: readonly Promise<unknown>[];
}

export function committing<T>(value: T, writes: readonly Promise<unknown>[] = []): Conclusion<T> {
  return { commit: true, value, writes };
}

export function rollingBack<T>(value: T): Conclusion<T> {
  return { commit: false, value, writes: [] };
}

/**
 * BEGIN travels together with the first statement (the connection pipelines). The value is given
 * back after COMMIT has been confirmed, so nothing is ever answered that was not kept.
 */
export async function transactionOn<T>(
  send: Send,
  work: (transaction: Transaction) => Promise<Conclusion<T>>,
): Promise<T> {
  const transaction: Transaction = {
    ...connectionBy(send),
    savepoint: async () => void (await send(control('SAVEPOINT work'))),
    rollbackToSavepoint: async () => void (await send(control('ROLLBACK TO SAVEPOINT work'))),
  };

  const begun = send(control('BEGIN'));
  // A lost connection fails the statement behind BEGIN with the same error, and that one is handled.
  begun.catch(() => {});

  let conclusion: Conclusion<T>;
  try {
    conclusion = await work(transaction);
    await begun;
  } catch (error) {
    await rollback(send);
    throw error;
  }
  if (!conclusion.commit) {
    await rollback(send);
    return conclusion.value;
  }

  const commit = send(control('COMMIT'));
  const [committed, ...writes] = await Promise.allSettled([commit, ...conclusion.writes]);
  for (const write of writes) {
    if (write.status === 'rejected') throw write.reason;
  }
  if (committed.status === 'rejected') throw committed.reason;
  if (committed.value.command !== 'COMMIT') throw new TransactionAborted();
  return conclusion.value;
}

/** Where the connection is gone there is nothing left to roll back. */
async function rollback(send: Send): Promise<void> {
  await send(control('ROLLBACK')).catch(() => {});
}

function control(text: string): Command {
  const [operation = text] = text.split(' ', 1);
  return { name: operation, statementName: null, operation, text, values: [] };
}
