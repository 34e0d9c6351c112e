import { randomUUID } from 'node:crypto';
import {
  committing,
  rollingBack,
  type Database,
  type Statement,
  type Transaction,
} from '../database/index.ts';
import type { RequestOrigin } from '../identity/index.ts';
import type { SecurityAction, SecurityEvent, SecurityLog } from '../security/index.ts';
import { purgeLogins, purgeLogoutTokens, rememberLogoutToken } from './login-statements.ts';
import {
  claimRenewal,
  endNamed,
  endOver,
  endRenewed,
  endSession,
  findSession,
  giveUpRenewal,
  insertSession,
  keepRenewal,
  noteSeen,
  type NewSession,
  type RenewedTokens,
  type SessionRow,
} from './session-statements.ts';

export type EndReason =
  | 'logout'
  | 'idle'
  | 'expired'
  | 'refresh-refused'
  | 'back-channel'
  | 'replaced';

/** What a logout token of the provider says. */
export interface NamedLogout {
  readonly tokenId: string;
  /** When nobody can send the token again. */
  readonly expiresAt: Date;
  readonly subject: string | null;
  readonly session: string | null;
}

/** The right to renew the tokens of a session, until the lease runs out. */
export interface Claim {
  readonly id: string;
  readonly holder: string;
}

/** Who is signed in. Beginnings and ends are audited in the transaction that makes them so. */
export interface SessionStore {
  /** @param replaced sessions that the same browser had before */
  start(session: NewSession, replaced: readonly string[], origin: RequestOrigin): Promise<void>;
  find(id: string): Promise<SessionRow | null>;
  seen(id: string): Promise<void>;
  /** Null where it had ended before. */
  end(id: string, reason: EndReason, origin: RequestOrigin): Promise<SessionRow | null>;
  /** False where the token was obeyed before. */
  endNamed(logout: NamedLogout, origin: RequestOrigin): Promise<boolean>;
  /** Null where somebody else holds the lease, or the tokens are newer already. */
  claim(session: SessionRow): Promise<Claim | null>;
  /** False where the claim is not held any more. */
  keep(tokens: RenewedTokens): Promise<boolean>;
  giveUp(claim: Claim): Promise<void>;
  endClaimed(claim: Claim, reason: EndReason, origin: RequestOrigin): Promise<void>;
  /** Ends what is over and forgets what nobody will ask for; true when there may be more. */
  purge(): Promise<boolean>;
}

export function createSessionStore(database: Database, securityLog: SecurityLog): SessionStore {
  const { primary } = database;

  async function endIn<Values>(
    transaction: Transaction,
    statement: Statement<Values, SessionRow>,
    values: Values,
    reason: (ended: SessionRow) => EndReason,
    origin: RequestOrigin,
  ): Promise<readonly SessionRow[]> {
    const ended = await transaction.rows(statement, values);
    if (ended.length > 0) {
      const events = ended.map((each) => eventOf('session.ended', each, origin, reason(each)));
      await securityLog.write(transaction, events);
    }
    return ended;
  }

  const ending = <Values>(
    statement: Statement<Values, SessionRow>,
    values: Values,
    reason: (ended: SessionRow) => EndReason,
    origin: RequestOrigin,
  ): Promise<readonly SessionRow[]> =>
    database.transaction(async (transaction) =>
      committing(await endIn(transaction, statement, values, reason, origin)),
    );

  return {
    start: (session, replaced, origin) =>
      database.transaction(async (transaction) => {
        const events: SecurityEvent[] = [];
        for (const id of replaced) {
          const ended = await transaction.row(endSession, { id });
          if (ended !== null) events.push(eventOf('session.ended', ended, origin, 'replaced'));
        }
        await transaction.affected(insertSession, session);
        events.push(eventOf('session.started', session, origin));
        await securityLog.write(transaction, events);
        return committing(undefined);
      }),
    find: (id) => primary.row(findSession, { id }),
    seen: async (id) => void (await primary.affected(noteSeen, { id })),
    end: async (id, reason, origin) =>
      (await ending(endSession, { id }, () => reason, origin))[0] ?? null,
    endNamed: ({ tokenId, expiresAt, subject, session }, origin) =>
      database.transaction(async (transaction) => {
        const token = { id: tokenId, expires_at: expiresAt };
        if ((await transaction.affected(rememberLogoutToken, token)) === 0) {
          return rollingBack(false);
        }
        await endIn(transaction, endNamed, { subject, session }, () => 'back-channel', origin);
        return committing(true);
      }),
    claim: async ({ id, revision }) => {
      const holder = randomUUID();
      const claimed = await primary.affected(claimRenewal, { id, revision, holder });
      return claimed === 0 ? null : { id, holder };
    },
    keep: async (tokens) => (await primary.affected(keepRenewal, tokens)) > 0,
    giveUp: async (claim) => void (await primary.affected(giveUpRenewal, claim)),
    endClaimed: async (claim, reason, origin) =>
      void (await ending(endRenewed, claim, () => reason, origin)),
    purge: async () => {
      const origin = ownOrigin();
      const ended = await ending(endOver, {}, ({ over }) => over ?? 'expired', origin);
      await primary.affected(purgeLogins, {});
      await primary.affected(purgeLogoutTokens, {});
      return ended.length > 0;
    },
  };
}

const eventOf = (
  action: SecurityAction,
  { id, subject, client_id: clientId, tenant }: NewSession | SessionRow,
  { address, method, route, context }: RequestOrigin,
  reason?: EndReason,
): SecurityEvent => ({
  action,
  actor: { kind: 'user', id: subject, clientId, tenant },
  address,
  method,
  route,
  correlationId: context.correlationId,
  details: { session: id, ...(reason === undefined ? {} : { reason }) },
});

/** What happens without a request. */
const ownOrigin = (): RequestOrigin => ({
  address: null,
  method: null,
  route: null,
  context: { correlationId: randomUUID() },
});
