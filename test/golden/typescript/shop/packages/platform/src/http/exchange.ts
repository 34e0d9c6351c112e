import type { LimitState } from '../limits/index.ts';
import type { SecurityEvent } from '../security/index.ts';
import type { RequestContext } from '../telemetry/index.ts';

/** What the edge knows about one request while it is being served. */
export interface Exchange {
  readonly context: RequestContext;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** Of the caller, as far as proxies are trusted. */
  readonly address: string;
  /** Set by the endpoint that serves the request, e.g. `/v1/ordering/orders/{id}`. */
  route: string | null;
  /** What is left of the budget that the request was counted in; null where it was not yet. */
  limit: LimitState | null;
  /** What the audit log says of the request; null: it was let through. */
  refusal: SecurityEvent | null;
  /** Whether the body is still on its way. */
  receiving: boolean;
  /** Set where the request fails by our own fault. */
  errorType: string | null;
}

const exchanges = new WeakMap<Request, Exchange>();

export const openExchange = (request: Request, exchange: Exchange): void =>
  void exchanges.set(request, exchange);

export function exchangeOf(request: Request): Exchange {
  const exchange = exchanges.get(request);
  if (exchange === undefined) throw new Error('Requests are served through the edge only.');
  return exchange;
}
