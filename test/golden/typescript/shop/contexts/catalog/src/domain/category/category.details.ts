import { integer, optional, required, shape, text, uuid } from '@packages/kernel';

/** What the business says of a category. */
export interface CategoryDetails {
  readonly slug: string;
  readonly title: string;
  readonly parentId: string | null;
  readonly position: number;
}

/** A category as it is asked for. */
export interface NewCategory {
  readonly slug: string;
  readonly title: string;
  readonly parentId?: string | null;
  readonly position: number;
}

export const categoryDetails = shape<CategoryDetails>(
  {
    slug: required(text({ minLength: 1, maxLength: 60, pattern: /^[a-z0-9-]+$/u })),
    title: required(text({ minLength: 1, maxLength: 80 })),
    parentId: optional(uuid()),
    position: required(integer({ min: 0, max: 10000 })),
  },
  { immutable: ['slug'] },
);
