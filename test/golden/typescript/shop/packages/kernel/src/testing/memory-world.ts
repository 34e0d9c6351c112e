import type { Clock, IdGenerator } from '../application/clock.ts';
import type { UnitOfWork } from '../application/unit-of-work.ts';
import type { DomainEvent } from '../domain-event.ts';
import {
  MemoryRepository,
  type MemoryRepositoryOptions,
  type Storable,
} from './memory-repository.ts';
import { MemorySagaStore } from './memory-sagas.ts';
import { MemoryTable, type Row } from './memory-table.ts';

interface Transactional {
  remember(): () => void;
}

/** What use cases need of the world, in memory: a database, a clock and identifiers. */
export class MemoryWorld {
  /** what happened in the units of work that ended well */
  readonly events: DomainEvent[] = [];
  readonly clock: Clock = { now: () => new Date(this.#now) };
  readonly ids: IdGenerator = { next: () => this.#nextId() };

  #now = Date.UTC(2026, 0, 15, 9, 30);
  #issued = 0;
  #recorded: DomainEvent[] = [];
  readonly #parts: Transactional[] = [];

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  repository<Aggregate extends Storable<Snapshot>, Snapshot extends Row>(
    options: Omit<MemoryRepositoryOptions<Aggregate, Snapshot>, 'record'>,
  ): MemoryRepository<Aggregate, Snapshot> {
    const repository = new MemoryRepository({
      ...options,
      record: (events) => {
        this.#recorded.push(...events);
      },
    });
    this.#parts.push(repository.table);
    return repository;
  }

  table<Stored extends Row>(): MemoryTable<Stored> {
    const table = new MemoryTable<Stored>();
    this.#parts.push(table);
    return table;
  }

  sagas<Data>(): MemorySagaStore<Data> {
    const sagas = new MemorySagaStore<Data>();
    this.#parts.push(sagas);
    return sagas;
  }

  unitOfWork<Repositories>(repositories: Repositories): UnitOfWork<Repositories> {
    return {
      run: async (_execution, work) => {
        const undo = this.#parts.map((part) => part.remember());
        this.#recorded = [];
        let done = false;
        try {
          const outcome = await work(repositories);
          done = outcome.ok;
          return outcome;
        } finally {
          if (done) this.events.push(...this.#recorded);
          else for (const step of undo) step();
        }
      },
    };
  }

  #nextId(): string {
    this.#issued += 1;
    return `01890a5d-ac96-774b-bcce-${this.#issued.toString(16).padStart(12, '0')}`;
  }
}
