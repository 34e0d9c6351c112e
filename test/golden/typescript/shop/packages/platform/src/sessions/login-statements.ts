import { sql } from 'kysely';
import { sqlStatement, type StatementValue } from '../database/index.ts';

/** Somebody who has not signed in by then starts again. */
export const loginSeconds = 600;

export interface LoginRow {
  readonly id: string;
  readonly browser: string;
  readonly sealed: string;
}

const logins = sql.id('_security', 'logins');
const logoutTokens = sql.id('_security', 'logout_tokens');

export const insertLogin = sqlStatement(
  '_security.logins.insert',
  (value: StatementValue<LoginRow>) => sql`
    INSERT INTO ${logins} (id, browser, sealed, expires_at)
    VALUES (${value('id')}, ${value('browser')}, ${value('sealed')},
      now() + make_interval(secs => ${sql.lit(loginSeconds)}))`,
);

/** Whoever takes it has it: a callback is good once, and for the browser that began alone. */
export const takeLogin = sqlStatement(
  '_security.logins.take',
  (value: StatementValue<{ id: string; browser: string }>) => sql<LoginRow>`
    DELETE FROM ${logins}
    WHERE id = ${value('id')} AND browser = ${value('browser')} AND expires_at > now()
    RETURNING id, browser, sealed`,
);

export const purgeLogins = sqlStatement(
  '_security.logins.purge',
  () => sql`DELETE FROM ${logins} WHERE expires_at <= now()`,
);

/** Nothing is inserted where the token was obeyed before. */
export const rememberLogoutToken = sqlStatement(
  '_security.logout_tokens.insert',
  (value: StatementValue<{ id: string; expires_at: Date }>) => sql`
    INSERT INTO ${logoutTokens} (id, expires_at)
    VALUES (${value('id')}, ${value('expires_at')}) ON CONFLICT (id) DO NOTHING`,
);

export const purgeLogoutTokens = sqlStatement(
  '_security.logout_tokens.purge',
  () => sql`DELETE FROM ${logoutTokens} WHERE expires_at <= now()`,
);
