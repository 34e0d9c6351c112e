import type { DomainEvent } from '@packages/kernel';

import type { CategorySnapshot } from './category.snapshot.ts';

/** What can happen to a category; the data is what it was like afterwards. */
export type CategoryEvent = DomainEvent<
  'Category',
  'CategoryCreated' | 'CategoryChanged' | 'CategoryRemoved',
  CategorySnapshot
>;
