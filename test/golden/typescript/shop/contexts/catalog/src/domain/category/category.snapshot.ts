/** A category as plain data, for storing and for telling. */
export interface CategorySnapshot {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly parentId: string | null;
  readonly position: number;
  /** 1 at first, one more with every change */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
