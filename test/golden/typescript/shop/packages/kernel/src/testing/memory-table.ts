import type { Page, Position } from '../application/page.ts';

/** What every stored row has: its identity and its place in lists. */
export interface Row {
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
}

/** Rows in memory, listed as a database lists them: newest first. */
export class MemoryTable<Stored extends Row> {
  #rows: ReadonlyMap<string, Stored> = new Map();

  find(id: string): Promise<Stored | null> {
    return Promise.resolve(this.#rows.get(id) ?? null);
  }

  list(limit: number, after: Position | null): Promise<Page<Stored>> {
    const rows = this.all()
      .filter((row) => after === null || byNewest(after, row) < 0)
      .toSorted(byNewest);
    const items = rows.slice(0, limit);
    return Promise.resolve({ items, next: rows.length > limit ? (items.at(-1) ?? null) : null });
  }

  all(): readonly Stored[] {
    return [...this.#rows.values()];
  }

  /** Keeps the newer of what is there and what is given. */
  save(row: Stored): Promise<void> {
    const known = this.#rows.get(row.id);
    if (known === undefined || known.version < row.version) this.put(row);
    return Promise.resolve();
  }

  remove(id: string): Promise<void> {
    this.#rows = new Map([...this.#rows].filter(([key]) => key !== id));
    return Promise.resolve();
  }

  put(row: Stored): void {
    this.#rows = new Map(this.#rows).set(row.id, row);
  }

  /** Returns what brings the present rows back. */
  remember(): () => void {
    const rows = this.#rows;
    return () => {
      this.#rows = rows;
    };
  }
}

function byNewest(a: Position, b: Position): number {
  const difference = b.createdAt.getTime() - a.createdAt.getTime();
  if (difference !== 0) return difference;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}
