const firstMs = 200;
const longestMs = 60_000;

/** How long to wait after the nth failed attempt: doubling, with full jitter in the upper half. */
export function backoffMs(attempt: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}
