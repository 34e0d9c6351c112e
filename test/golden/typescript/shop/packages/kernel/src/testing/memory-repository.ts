import type { DomainEvent } from '../domain-event.ts';
import type { Taken } from '../failures.ts';
import { err, ok, type Result } from '../result.ts';
import { pointerTo, type Violation } from '../violation.ts';
import { MemoryTable, type Row } from './memory-table.ts';

/** An aggregate, as far as storing it goes. */
export interface Storable<Snapshot> {
  readonly id: string;
  snapshot(): Snapshot;
  pullEvents(): readonly DomainEvent[];
}

export interface MemoryRepositoryOptions<Aggregate, Snapshot> {
  reconstitute(snapshot: Snapshot): Aggregate;
  /** fields of which no two aggregates may have the same value */
  readonly unique: readonly (keyof Snapshot & string)[];
  record(events: readonly DomainEvent[]): void;
}

/** A repository that keeps snapshots in memory. */
export class MemoryRepository<Aggregate extends Storable<Snapshot>, Snapshot extends Row> {
  readonly table = new MemoryTable<Snapshot>();
  readonly #options: MemoryRepositoryOptions<Aggregate, Snapshot>;

  constructor(options: MemoryRepositoryOptions<Aggregate, Snapshot>) {
    this.#options = options;
  }

  async find(id: string): Promise<Aggregate | null> {
    const snapshot = await this.table.find(id);
    return snapshot === null ? null : this.#options.reconstitute(snapshot);
  }

  /** Ids of those that are meant, in order. */
  idsWhere(
    isMeant: (snapshot: Snapshot) => boolean,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<readonly string[]> {
    const meant = this.table.all().filter((snapshot) => snapshot.id > after && isMeant(snapshot));
    const ids = meant.map(({ id }) => id).toSorted();
    return Promise.resolve(ids.slice(0, limit));
  }

  add(aggregate: Aggregate): Promise<Result<void, Taken>> {
    return this.save(aggregate);
  }

  save(aggregate: Aggregate): Promise<Result<void, Taken>> {
    const snapshot = aggregate.snapshot();
    const violations = this.#taken(snapshot);
    if (violations.length > 0) return Promise.resolve(err({ kind: 'taken', violations }));
    this.table.put(snapshot);
    this.#options.record(aggregate.pullEvents());
    return Promise.resolve(ok(undefined));
  }

  async remove(aggregate: Aggregate): Promise<void> {
    await this.table.remove(aggregate.id);
    this.#options.record(aggregate.pullEvents());
  }

  /** Like a database, tells of the first constraint that does not hold. */
  #taken(snapshot: Snapshot): readonly Violation[] {
    const others = this.table.all().filter(({ id }) => id !== snapshot.id);
    const field = this.#options.unique.find(
      (name) =>
        snapshot[name] !== null && others.some((other) => isSame(other[name], snapshot[name])),
    );
    if (field === undefined) return [];
    const pointer = pointerTo('', field);
    return [{ pointer, code: 'not-unique', message: 'is already in use' }];
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
