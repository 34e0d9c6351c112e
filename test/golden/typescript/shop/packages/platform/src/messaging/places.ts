/** A number of things that may go on at the same time, however many would like to. */
export interface Places {
  /** Waits for one place and takes what else is free with it; gives how many were taken. */
  take(atMost: number): Promise<number>;
  give(count: number): void;
  /** Does the work in one place. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export function createPlaces(count: number): Places {
  const waiting: (() => void)[] = [];
  let free = count;

  const take = async (atMost: number): Promise<number> => {
    // Whoever waits is given the place itself, so that nobody who comes later is faster.
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    const more = Math.min(free, atMost - 1);
    free -= more;
    return 1 + more;
  };

  const give = (given: number): void => {
    for (let each = 0; each < given; each += 1) {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };

  return {
    take,
    give,
    during: async (work) => {
      await take(1);
      try {
        return await work();
      } finally {
        give(1);
      }
    },
  };
}
