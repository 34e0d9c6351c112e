import { Category } from '../../src/domain/category/category.ts';
import type { NewCategory } from '../../src/domain/category/category.details.ts';
import type { CategorySnapshot } from '../../src/domain/category/category.snapshot.ts';

/** A category that fulfils every rule, and others that differ wherever they must. */
export const categoryExamples = [
  { slug: 'a', title: 'title', parentId: '01890a5d-ac96-774b-bcce-b302099a8057', position: 3 },
  { slug: '0', title: 'titl0', parentId: '01890a5d-ac96-774b-bcce-b302099a8058', position: 0 },
  { slug: '1', title: 'titl1', parentId: '01890a5d-ac96-774b-bcce-b302099a8059', position: 10000 },
] as const satisfies readonly NewCategory[];

export const categorySnapshot: CategorySnapshot = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  slug: 'a',
  title: 'title',
  parentId: '01890a5d-ac96-774b-bcce-b302099a8057',
  position: 3,
  version: 1,
  createdAt: new Date('2026-01-15T09:30:00.000Z'),
  updatedAt: new Date('2026-01-15T09:30:00.000Z'),
};

/** A category as it was stored once. */
export function storedCategory(snapshot = categorySnapshot): Category {
  return Category.reconstitute(snapshot);
}
