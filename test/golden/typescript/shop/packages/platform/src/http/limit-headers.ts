import type { Admission } from './admission.ts';
import type { Exchange } from './exchange.ts';

/**
 * What is left of the caller's budget (draft-ietf-httpapi-ratelimit-headers). Also what failed before
 * anybody asked who calls is counted: it costs as much.
 */
export async function limitHeaders(
  exchange: Exchange,
  admission: Admission,
): Promise<readonly (readonly [name: string, value: string])[]> {
  if (exchange.limit === null) await admission.note(exchange);
  if (exchange.limit === null) return [];
  const { limitClass, rule, remaining, resetSeconds } = exchange.limit;
  return [
    ['ratelimit-policy', `"${limitClass}";q=${rule.count};w=${rule.seconds}`],
    ['ratelimit', `"${limitClass}";r=${remaining};t=${resetSeconds}`],
  ];
}
