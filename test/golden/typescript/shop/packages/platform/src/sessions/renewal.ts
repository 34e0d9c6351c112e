import { err, type Result } from '@packages/kernel';
import type { Identity, Principal, RequestOrigin, SessionRefusal } from '../identity/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { ProviderClient } from './provider-client.ts';
import type { SealedTokens } from './sealed-tokens.ts';
import type { SessionRow } from './session-statements.ts';
import type { Claim, SessionStore } from './session-store.ts';

/** Renews access tokens, each once however many requests and replicas wait for it. */
export interface Renewal {
  renew(session: SessionRow, origin: RequestOrigin): Promise<Result<Principal, SessionRefusal>>;
}

export interface RenewalOptions {
  readonly store: SessionStore;
  readonly tokens: SealedTokens;
  readonly provider: ProviderClient;
  readonly identity: Identity;
  readonly logger: Logger;
}

const pollMilliseconds = 50;
const longestWaitMilliseconds = 25_000;
const keepAttempts = 3;

/**
 * A provider that rotates refresh tokens takes a second use of one for theft and ends everything. So
 * a renewal is claimed in the database, where all replicas see it, and no connection is held while
 * the provider is waited for. The lease of a process that died is taken over.
 */
export function createRenewal(options: RenewalOptions): Renewal {
  const { store, tokens, provider, identity, logger } = options;
  const underWay = new Map<string, Promise<Result<Principal, SessionRefusal>>>();

  return {
    renew(session, origin) {
      const flight = `${session.id} ${session.revision}`;
      const known = underWay.get(flight);
      if (known !== undefined) return known;
      const begun = claimOrWait(session, origin).finally(() => underWay.delete(flight));
      underWay.set(flight, begun);
      return begun;
    },
  };

  async function claimOrWait(
    session: SessionRow,
    origin: RequestOrigin,
  ): Promise<Result<Principal, SessionRefusal>> {
    const until = performance.now() + longestWaitMilliseconds;
    while (performance.now() < until) {
      const claim = await store.claim(session);
      if (claim !== null) return renewClaimed(session, claim, origin);
      const outcome = await waitForOther(session, until);
      if (outcome !== null) return outcome;
    }
    return err('unavailable');
  }

  /** Null: whoever held the lease is dead. */
  async function waitForOther(
    { id, revision }: SessionRow,
    until: number,
  ): Promise<Result<Principal, SessionRefusal> | null> {
    while (performance.now() < until) {
      const now = await store.find(id);
      if (now === null) return err('no-session');
      if (now.revision !== revision) return authenticated(now);
      // It gave up, because the provider does not answer: asking at once again would not help.
      if (!now.claimed) return err('unavailable');
      if (!now.renewing) return null;
      await Bun.sleep(pollMilliseconds);
    }
    return err('unavailable');
  }

  async function authenticated(session: SessionRow): Promise<Result<Principal, SessionRefusal>> {
    const opened = tokens.open(session);
    if (opened === null) return err('no-session');
    const principal = await identity.authenticate(opened.accessToken);
    if (principal.ok) return principal;
    return err(principal.error === 'unavailable' ? 'unavailable' : 'no-session');
  }

  async function renewClaimed(
    session: SessionRow,
    claim: Claim,
    origin: RequestOrigin,
  ): Promise<Result<Principal, SessionRefusal>> {
    const refreshToken = tokens.open(session)?.refreshToken ?? null;
    if (refreshToken === null) {
      await store.endClaimed(claim, 'expired', origin);
      return err('no-session');
    }
    const refreshed = await provider.refresh(refreshToken);
    if (!refreshed.ok) {
      if (refreshed.error.kind === 'unavailable') {
        await store.giveUp(claim);
        return err('unavailable');
      }
      await store.endClaimed(claim, 'refresh-refused', origin);
      return err('no-session');
    }
    const principal = await identity.authenticate(refreshed.value.accessToken);
    const foreign = principal.ok
      ? principal.value.actor.id !== session.subject
      : principal.error !== 'unavailable';
    if (foreign) {
      logger.warn('the identity provider renewed an access token to one that is not good');
      await store.endClaimed(claim, 'refresh-refused', origin);
      return err('no-session');
    }
    const kept = await keep({
      ...claim,
      ...tokens.seal(session.id, refreshed.value, principal.ok ? principal.value : null),
    });
    if (kept) return principal.ok ? principal : err('unavailable');
    if ((await store.find(session.id)) !== null) return err('unavailable');
    // It ended meanwhile, by a logout that did not know of this token.
    await provider.revoke(refreshed.value.refreshToken ?? refreshed.value.accessToken);
    return err('no-session');
  }

  /** The former refresh token is used up: losing the new one would lose the session. */
  async function keep(renewed: Parameters<SessionStore['keep']>[0]): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await store.keep(renewed);
      } catch (error) {
        if (attempt === keepAttempts) throw error;
        logger.warn({ error }, 'renewed tokens are not kept yet');
        await Bun.sleep(pollMilliseconds * attempt);
      }
    }
  }
}
