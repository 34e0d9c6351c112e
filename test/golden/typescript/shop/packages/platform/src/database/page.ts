import type { Page, Position } from '@packages/kernel/application';

/** A page of at most `limit` items, made from one item more, which tells whether another follows. */
export function pageOf<Item extends Position>(items: readonly Item[], limit: number): Page<Item> {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  const more = items.length > limit && last !== undefined;
  return { items: page, next: more ? { createdAt: last.createdAt, id: last.id } : null };
}
