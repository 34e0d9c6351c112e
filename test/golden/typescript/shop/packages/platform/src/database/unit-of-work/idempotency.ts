import type {
  ApplicationError,
  IdempotentRequest,
  StoredResponse,
} from '@packages/kernel/application';
import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import { sqlStatement, type Statement, type StatementValue } from '../statement.ts';

const busyRetryAfterSeconds = 1;
const keptHours = 24;

interface StoredRow {
  readonly fingerprint: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface StoredValues extends RequestKey, Omit<StoredRow, 'headers'> {
  readonly headers: string;
}

interface RequestKey {
  readonly scope: string;
  readonly key: string;
}

export interface IdempotencyStore {
  /**
   * What an earlier request with the same key decided, null if this one is the first. The lock is
   * held until the transaction ends. It is taken before the look-up in a statement of its own:
   * in the same one, the look-up would not see what the former holder has just committed.
   */
  settle(connection: Connection, request: IdempotentRequest): Promise<ApplicationError | null>;
  /** Keeps the answer for later requests with the same key. */
  remember(
    connection: Connection,
    request: IdempotentRequest,
    response: StoredResponse,
  ): Promise<unknown>;
}

export function createIdempotencyStore(schema: string): IdempotencyStore {
  const lock: Statement<{ key: string }, { locked: boolean }> = sqlStatement(
    `${schema}._idempotency.lock`,
    (value: StatementValue<{ key: string }>) =>
      sql`SELECT pg_try_advisory_xact_lock(hashtextextended(${value('key')}, 0)) AS locked`,
  );
  const find: Statement<RequestKey, StoredRow> = sqlStatement(
    `${schema}._idempotency.find`,
    (value: StatementValue<RequestKey>) =>
      sql`SELECT fingerprint, status, headers, body FROM ${sql.id(schema, '_idempotency')}
          WHERE scope = ${value('scope')} AND key = ${value('key')} AND expires_at > now()`,
  );
  const insert = sqlStatement(
    `${schema}._idempotency.insert`,
    (value: StatementValue<StoredValues>) => sql`
      INSERT INTO ${sql.id(schema, '_idempotency')}
        (scope, key, fingerprint, status, headers, body, expires_at)
      VALUES (${value('scope')}, ${value('key')}, ${value('fingerprint')}, ${value('status')},
        ${value('headers')}, ${value('body')}, now() + make_interval(hours => ${sql.lit(keptHours)}))
      ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint,
        status = excluded.status, headers = excluded.headers, body = excluded.body,
        expires_at = excluded.expires_at`,
  );

  return {
    settle: async (connection, { scope, key, fingerprint }) => {
      const [lockRow, stored] = await Promise.all([
        connection.row(lock, { key: `${schema} ${scope} ${key}` }),
        connection.row(find, { scope, key }),
      ]);
      if (lockRow?.locked !== true) {
        return { kind: 'in-progress', retryAfterSeconds: busyRetryAfterSeconds };
      }
      if (stored === null) return null;
      if (stored.fingerprint !== fingerprint) return { kind: 'key-reused' };
      const response: StoredResponse = {
        status: stored.status,
        headers: stored.headers,
        body: stored.body,
      };
      return { kind: 'replayed', response };
    },
    remember: (connection, { scope, key, fingerprint }, { status, headers, body }) =>
      connection.affected(insert, {
        scope,
        key,
        fingerprint,
        status,
        headers: JSON.stringify(headers),
        body,
      }),
  };
}
