import { DatabaseError } from 'pg';

export type UnavailableReason =
  | 'acquire-timeout'
  | 'statement-timeout'
  | 'conflict'
  | 'unreachable';

/** The database cannot serve this request now; the edge answers 503 with `Retry-After`. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly reason: UnavailableReason;
  readonly retryAfterSeconds: number = 1;

  constructor(reason: UnavailableReason, cause: unknown) {
    super(`database unavailable: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** A commit that turned into a rollback, because a statement failed whose error nobody handled. */
export class TransactionAborted extends Error {
  override readonly name = 'TransactionAborted';
  constructor() {
    super('the transaction was aborted by an earlier statement');
  }
}

/**
 * SQLSTATEs that say "not now" rather than "never": https://www.postgresql.org/docs/18/errcodes-appendix.html
 * Class 08 (connection exceptions) is taken as a whole.
 */
const notNow = new Map<string, UnavailableReason>([
  ['57014', 'statement-timeout'], // query_canceled
  ['55P03', 'statement-timeout'], // lock_not_available
  ['40001', 'conflict'], // serialization_failure
  ['40P01', 'conflict'], // deadlock_detected
  ['25006', 'unreachable'], // read_only_sql_transaction: a primary that has been demoted
  ['25P03', 'statement-timeout'], // idle_in_transaction_session_timeout
  ['53300', 'unreachable'], // too_many_connections
  ['57P01', 'unreachable'], // admin_shutdown
  ['57P02', 'unreachable'], // crash_shutdown
  ['57P03', 'unreachable'], // cannot_connect_now
  ['58030', 'unreachable'], // io_error
]);

/** What a statement failed with, as the rest of the program should see it. */
export function translateError(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable) return error;
  if (error instanceof DatabaseError) {
    const code = error.code ?? '';
    const reason = notNow.get(code) ?? (code.startsWith('08') ? 'unreachable' : undefined);
    return reason === undefined ? error : new DatabaseUnavailable(reason, error);
  }
  return isConnectionLoss(error) ? new DatabaseUnavailable('unreachable', error) : error;
}

const uniqueViolation = '23505';

/** The name of the violated unique constraint, null if the error is something else. */
export function violatedConstraint(error: unknown): string | null {
  return error instanceof DatabaseError && error.code === uniqueViolation
    ? (error.constraint ?? null)
    : null;
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** node-postgres gives what it finds out itself no code, only these messages. */
const connectionMessages =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout)/;

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && connectionCodes.has(error.code)) {
    return true;
  }
  return connectionMessages.test(error.message);
}
