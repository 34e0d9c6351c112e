import type { Actor } from '@packages/kernel/application';

/** How far a replica may lag behind without a caller missing what it wrote itself. */
const toleratedMs = 5_000;

/** Who has written to this process so lately that a replica may not show it yet. */
export class RecentWriters {
  readonly #writtenAt = new Map<string, number>();

  wrote(actor: Actor): void {
    const key = keyOf(actor);
    // Removed first, so that the map stays in order of time.
    this.#writtenAt.delete(key);
    this.#writtenAt.set(key, performance.now());
    this.#forgetOld();
  }

  has(actor: Actor): boolean {
    const writtenAt = this.#writtenAt.get(keyOf(actor));
    return writtenAt !== undefined && performance.now() - writtenAt < toleratedMs;
  }

  #forgetOld(): void {
    for (const [key, writtenAt] of this.#writtenAt) {
      if (performance.now() - writtenAt < toleratedMs) return;
      this.#writtenAt.delete(key);
    }
  }
}

function keyOf({ kind, id }: Actor): string {
  return `${kind}:${id}`;
}
