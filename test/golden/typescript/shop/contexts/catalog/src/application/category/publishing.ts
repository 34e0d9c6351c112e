import {
  categoryCreatedV1,
  categoryChangedV1,
  categoryRemovedV1,
  type CategoryCreatedV1Data,
  type CategoryChangedV1Data,
  type CategoryRemovedV1Data,
} from '../../contracts/index.ts';
import type { CategoryEvent } from '../../domain/category/category.events.ts';
import type { CategorySnapshot } from '../../domain/category/category.snapshot.ts';

/** The contract under which an event of a category is told to other contexts. */
export function publishCategoryEvent({ name, data }: CategoryEvent) {
  switch (name) {
    case 'CategoryCreated':
      return { type: categoryCreatedV1, data: dataOf(data) satisfies CategoryCreatedV1Data };
    case 'CategoryChanged':
      return { type: categoryChangedV1, data: dataOf(data) satisfies CategoryChangedV1Data };
    case 'CategoryRemoved':
      return { type: categoryRemovedV1, data: dataOf(data) satisfies CategoryRemovedV1Data };
  }
}

function dataOf(snapshot: CategorySnapshot) {
  return {
    id: snapshot.id,
    slug: snapshot.slug,
    title: snapshot.title,
    parentId: snapshot.parentId,
    position: snapshot.position,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
    version: snapshot.version,
  };
}
