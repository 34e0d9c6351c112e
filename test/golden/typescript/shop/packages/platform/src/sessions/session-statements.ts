import { sql } from 'kysely';
import { sqlStatement, type StatementValue } from '../database/index.ts';

/** Without a request for this long a session ends. */
const idleMinutes = 30;
/** However busy it is, a session ends after this. */
export const longestHours = 10;
/** A token this close to its end would not survive the request. */
const renewBeforeSeconds = 5;
/** Longer than the provider is waited for, so that only the lease of a dead process runs out. */
const leaseSeconds = 20;
/** How exactly it is known when a session was used last: each note of it is a write. */
const seenSeconds = 60;
const purgedAtOnce = 100;

/** A session as it is kept. */
export interface SessionRow {
  readonly id: string;
  readonly subject: string;
  readonly client_id: string;
  readonly tenant: string | null;
  readonly provider_subject: string;
  readonly provider_session: string | null;
  readonly tokens: string;
  readonly revision: number;
  readonly ends_at: Date;
  /** Why it has ended; null while it goes on. */
  readonly over: 'expired' | 'idle' | null;
  /** Whether its access token has to be renewed. */
  readonly stale: boolean;
  /** Whether its last use has to be noted. */
  readonly unseen: boolean;
  /** Whether some process is renewing its tokens. */
  readonly renewing: boolean;
  /** Whether somebody began to renew them, and has neither ended nor given up. */
  readonly claimed: boolean;
}

export interface NewSession extends Pick<
  SessionRow,
  'id' | 'subject' | 'client_id' | 'tenant' | 'provider_subject' | 'provider_session' | 'tokens'
> {
  readonly access_expires_at: Date;
}

export interface RenewedTokens {
  readonly id: string;
  readonly holder: string;
  readonly tokens: string;
  readonly access_expires_at: Date;
}

const table = sql.id('_security', 'sessions');

const over = sql`CASE
  WHEN ends_at <= now() THEN 'expired'
  WHEN last_seen_at <= now() - make_interval(mins => ${sql.lit(idleMinutes)}) THEN 'idle'
END`;

const columns = sql`id, subject, client_id, tenant, provider_subject, provider_session, tokens,
  revision, ends_at, ${over} AS over,
  access_expires_at <= now() + make_interval(secs => ${sql.lit(renewBeforeSeconds)}) AS stale,
  last_seen_at <= now() - make_interval(secs => ${sql.lit(seenSeconds)}) AS unseen,
  renewed_by IS NOT NULL AND renewed_until > now() AS renewing,
  renewed_by IS NOT NULL AS claimed`;

export const insertSession = sqlStatement(
  '_security.sessions.insert',
  (value: StatementValue<NewSession>) => sql`
    INSERT INTO ${table} (id, subject, client_id, tenant, provider_subject, provider_session,
      tokens, access_expires_at, ends_at)
    VALUES (${value('id')}, ${value('subject')}, ${value('client_id')}, ${value('tenant')},
      ${value('provider_subject')}, ${value('provider_session')}, ${value('tokens')},
      ${value('access_expires_at')}, now() + make_interval(hours => ${sql.lit(longestHours)}))`,
);

export const findSession = sqlStatement(
  '_security.sessions.find',
  (value: StatementValue<{ id: string }>) =>
    sql<SessionRow>`SELECT ${columns} FROM ${table} WHERE id = ${value('id')}`,
);

export const noteSeen = sqlStatement(
  '_security.sessions.seen',
  (value: StatementValue<{ id: string }>) =>
    sql`UPDATE ${table} SET last_seen_at = now() WHERE id = ${value('id')}`,
);

/** The one who gets a row back renews; everybody else waits. */
export const claimRenewal = sqlStatement(
  '_security.sessions.claim',
  (value: StatementValue<{ id: string; revision: number; holder: string }>) => sql`
    UPDATE ${table} SET renewed_by = ${value('holder')},
      renewed_until = now() + make_interval(secs => ${sql.lit(leaseSeconds)})
    WHERE id = ${value('id')} AND revision = ${value('revision')}
      AND (renewed_by IS NULL OR renewed_until <= now())`,
);

export const keepRenewal = sqlStatement(
  '_security.sessions.renew',
  (value: StatementValue<RenewedTokens>) => sql`
    UPDATE ${table} SET tokens = ${value('tokens')}, revision = revision + 1,
      access_expires_at = ${value('access_expires_at')}, renewed_by = NULL, renewed_until = NULL
    WHERE id = ${value('id')} AND renewed_by = ${value('holder')}`,
);

export const giveUpRenewal = sqlStatement(
  '_security.sessions.release',
  (value: StatementValue<{ id: string; holder: string }>) => sql`
    UPDATE ${table} SET renewed_by = NULL, renewed_until = NULL
    WHERE id = ${value('id')} AND renewed_by = ${value('holder')}`,
);

export const endSession = sqlStatement(
  '_security.sessions.end',
  (value: StatementValue<{ id: string }>) =>
    sql<SessionRow>`DELETE FROM ${table} WHERE id = ${value('id')} RETURNING ${columns}`,
);

/** Where whoever renewed them still holds the lease: otherwise somebody else has decided. */
export const endRenewed = sqlStatement(
  '_security.sessions.end_renewed',
  (value: StatementValue<{ id: string; holder: string }>) => sql<SessionRow>`
    DELETE FROM ${table} WHERE id = ${value('id')} AND renewed_by = ${value('holder')}
    RETURNING ${columns}`,
);

/** What a logout token names: a session, all of a subject, or one that is both. */
export const endNamed = sqlStatement(
  '_security.sessions.end_named',
  (value: StatementValue<{ subject: string | null; session: string | null }>) => sql<SessionRow>`
    DELETE FROM ${table}
    WHERE (${value('session')}::text IS NULL OR provider_session = ${value('session')})
      AND (${value('subject')}::text IS NULL OR provider_subject = ${value('subject')})
    RETURNING ${columns}`,
);

/** In portions; replicas purge at the same time. */
export const endOver = sqlStatement(
  '_security.sessions.purge',
  () => sql<SessionRow>`
    DELETE FROM ${table} WHERE id IN (
      SELECT id FROM ${table} WHERE ${over} IS NOT NULL
      LIMIT ${sql.lit(purgedAtOnce)} FOR UPDATE SKIP LOCKED
    ) RETURNING ${columns}`,
);
