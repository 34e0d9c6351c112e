/** Two writers of one aggregate where only one should be possible: somebody wrote without the lock. */
export class LostUpdate extends Error {
  override readonly name = 'LostUpdate';
}

/** Which version of each aggregate the unit of work last saw in the table. */
export interface Versions {
  saw(aggregate: Versioned): void;
  /** The version that a write has to find. */
  expected(aggregate: Versioned): number;
  /** Rejects a write that found another version or no row at all. */
  wrote(aggregate: Versioned, rows: number): void;
}

interface Versioned {
  readonly id: string;
  readonly version: number;
}

export function trackVersions(): Versions {
  const seen = new Map<string, number>();
  return {
    saw: ({ id, version }) => void seen.set(id, version),
    expected: ({ id }) => {
      const version = seen.get(id);
      if (version === undefined) throw new LostUpdate(`${id} was not loaded in this unit of work`);
      return version;
    },
    wrote: ({ id, version }, rows) => {
      if (rows !== 1) throw new LostUpdate(`${id} is no longer at the version that was loaded`);
      seen.set(id, version);
    },
  };
}
