const originForm = /^https?:\/\/[^/?#]+/;

/** False where the Host header named no host. */
export const hasOrigin = (url: string): boolean => originForm.test(url);

/** What follows the origin, as it was sent; the whole address where there is no origin. */
export const targetOf = (url: string): string => url.slice(originForm.exec(url)?.[0].length ?? 0);

export function pathOf(url: string): string {
  const target = targetOf(url);
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}
