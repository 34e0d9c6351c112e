import type { MoneyData } from '@packages/kernel';
import type { Page, Position, Reader } from '@packages/kernel/application';

/** What this context knows of a product of catalog, as of a version of it. */
export interface KnownProduct {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly price: MoneyData;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The copies, in the unit of work under way. */
export interface KnownProductStore {
  /** Keeps the newer version of what is known and what is told. */
  save(knownProduct: KnownProduct): Promise<void>;
}

/** Reads the copies outside any unit of work. */
export interface KnownProductQueries {
  find(id: string, reader: Reader): Promise<KnownProduct | null>;
  /** Newest first, from after a position on. */
  list(limit: number, after: Position | null, reader: Reader): Promise<Page<KnownProduct>>;
}
