import { err, ok, type Result } from '@packages/kernel';
import type { Actor } from '@packages/kernel/application';
import type { BrowserSession, BrowserSessions, Identity, Principal } from '../identity/index.ts';
import type { LimitClass, LimitDemand, Limits, LimitState, LimitSubject } from '../limits/index.ts';
import type { SecurityAction, SecurityEvent, SecurityLog } from '../security/index.ts';
import { networkOf } from './address.ts';
import { readCredentials } from './credentials.ts';
import type { Exchange } from './exchange.ts';
import { unavailable, type Problem } from './problem.ts';

/** Who was let in. */
export interface Admitted {
  readonly principal: Principal;
  /** Null where an access token came with the request. */
  readonly session: BrowserSession | null;
}

/** What an operation asks of whoever calls it. */
export interface Entry {
  /** Null: whoever is signed in may. */
  readonly scope: string | null;
}

/** Decides about every request, and audits every refusal: the one place where it is decided. */
export interface Admission {
  admit(request: Request, exchange: Exchange, entry: Entry): Promise<Result<Admitted, Problem>>;
  /**
   * For what is open to everybody, or to nobody. Throws for the class `auth` while the counter that
   * all processes share is away: what guards the way in fails closed.
   */
  count(exchange: Exchange, limitClass?: LimitClass): Promise<Result<void, Problem>>;
  /** Counts what is answered whatever is left; that nothing was is audited all the same. */
  note(exchange: Exchange): Promise<void>;
  /** Audits a refusal that was decided elsewhere. */
  refused(exchange: Exchange, refusal: Refusal): void;
}

export interface Refusal {
  readonly action: SecurityAction;
  readonly actor: Actor | null;
  readonly details?: SecurityEvent['details'];
}

export interface AdmissionOptions {
  readonly identity: Identity;
  readonly sessions: BrowserSessions;
  readonly limits: Limits;
  readonly securityLog: SecurityLog;
}

export function createAdmission(options: AdmissionOptions): Admission {
  const { identity, sessions, limits, securityLog } = options;

  const refused = (exchange: Exchange, refusal: Refusal): void => {
    exchange.refusal = eventOf(exchange, refusal);
    securityLog.record(exchange.refusal);
  };

  async function take(
    exchange: Exchange,
    limitClass: LimitClass,
    actor: Actor | null,
    demand: LimitDemand = { failClosed: false },
  ): Promise<Result<void, Problem>> {
    const state = await limits.take(limitClass, subjectOf(exchange, actor), demand);
    exchange.limit = state;
    if (!state.exceeded) return ok(undefined);
    if (state.first) {
      refused(exchange, limitReached(limitClass, actor));
    }
    return err(tooMany(state));
  }

  /** Whoever is refused is counted by address, and refused tokens are counted most narrowly. */
  async function refuse(
    exchange: Exchange,
    problem: Problem,
    refusal: Refusal,
    limitClass = classOf(exchange),
  ): Promise<Result<never, Problem>> {
    const counted = await take(exchange, limitClass, null);
    if (!counted.ok) return counted;
    refused(exchange, refusal);
    return err(problem);
  }

  async function identify(
    request: Request,
    exchange: Exchange,
  ): Promise<Result<Admitted, Problem>> {
    const cookie = sessions.cookieOf(request.headers);
    const credentials = readCredentials(request.headers, cookie);
    switch (credentials.kind) {
      case 'none':
        return refuse(exchange, unauthenticated, { action: 'authentication.missing', actor: null });
      case 'ambiguous':
        return refuse(exchange, ambiguous, notAuthenticated('ambiguous'));
      case 'malformed':
        return refuse(exchange, invalidToken, notAuthenticated('malformed'), 'auth');
      case 'token': {
        const principal = await identity.authenticate(credentials.token);
        if (principal.ok) return ok({ principal: principal.value, session: null });
        if (principal.error === 'unavailable') return err(unavailable(5));
        return refuse(exchange, invalidToken, notAuthenticated(principal.error), 'auth');
      }
      case 'cookie': {
        const session = await sessions.find(credentials.cookie, exchange);
        if (session.ok) {
          return ok({ principal: session.value.principal, session: session.value });
        }
        if (session.error === 'unavailable') return err(unavailable(5));
        return refuse(exchange, unauthenticated, notAuthenticated('no-session'));
      }
    }
  }

  return {
    refused,
    count: (exchange, limitClass = classOf(exchange)) =>
      take(exchange, limitClass, null, { failClosed: limitClass === 'auth' }),
    async note(exchange) {
      const limitClass = classOf(exchange);
      const state = await limits.take(limitClass, subjectOf(exchange, null), { failClosed: false });
      exchange.limit = state;
      if (state.first) securityLog.record(eventOf(exchange, limitReached(limitClass, null)));
    },
    async admit(request, exchange, { scope }) {
      const admitted = await identify(request, exchange);
      if (!admitted.ok) return admitted;
      const { principal, session } = admitted.value;
      const { actor } = principal;
      const counted = await take(exchange, classOf(exchange), actor);
      if (!counted.ok) return counted;
      if (
        session !== null &&
        !isSafe(request) &&
        !sessions.isOwnRequest(request.headers, session)
      ) {
        refused(exchange, { action: 'csrf.refused', actor });
        return err(forged);
      }
      if (scope !== null && !principal.scopes.has(scope)) {
        refused(exchange, { action: 'access.denied', actor, details: { scope } });
        return err(insufficientScope(scope));
      }
      return admitted;
    },
  };
}

const eventOf = (
  { address, method, route, context }: Exchange,
  { action, actor, details = {} }: Refusal,
): SecurityEvent => ({
  action,
  actor,
  address,
  method,
  route,
  correlationId: context.correlationId,
  details,
});

const limitReached = (limitClass: LimitClass, actor: Actor | null): Refusal => ({
  action: 'limit.reached',
  actor,
  details: { class: limitClass },
});

const notAuthenticated = (reason: string): Refusal => ({
  action: 'authentication.refused',
  actor: null,
  details: { reason },
});

const isSafe = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

const classOf = ({ method }: Exchange): LimitClass =>
  method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? 'read' : 'write';

const subjectOf = ({ address }: Exchange, actor: Actor | null): LimitSubject =>
  actor === null || actor.kind === 'system'
    ? { kind: 'address', id: networkOf(address), tenant: null }
    : { kind: actor.kind, id: actor.id, tenant: actor.tenant };

const tooMany = ({ resetSeconds }: LimitState): Problem => ({
  code: 'too-many-requests',
  detail: 'Slow down: the budget for requests like this one is used up.',
  headers: { 'retry-after': String(resetSeconds) },
});

// RFC 6750 §3.1: whoever sent no credentials is told no error code.
export const unauthenticated: Problem = {
  code: 'unauthenticated',
  detail: 'Send an access token in the Authorization header.',
  headers: { 'www-authenticate': 'Bearer' },
};

const invalidToken: Problem = {
  code: 'invalid-token',
  detail: 'The access token is malformed, expired, or not meant for this service.',
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
};

const ambiguous: Problem = {
  code: 'bad-request',
  detail: 'A request carries one Authorization header, or the cookie of a session, not both.',
};

const forged: Problem = {
  code: 'forged-request',
  detail: 'A change made with a cookie carries X-CSRF-Token, as GET /auth/session gives it.',
};

const insufficientScope = (scope: string): Problem => ({
  code: 'insufficient-scope',
  detail: `The scope ${scope} is needed.`,
  headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
});
