import fc from 'fast-check';

import type { Data } from './merge-oracle.ts';

/** A source of small random numbers, so that one generated list decides everything. */
export class Dice {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** 0 to `sides - 1` */
  roll(sides: number): number {
    const number = this.#numbers[this.#next % this.#numbers.length] ?? 0;
    this.#next += 1;
    return (number + (this.#next > this.#numbers.length ? this.#next : 0)) % sides;
  }

  pick<T>(of: readonly T[]): T {
    const picked = of[this.roll(of.length)];
    if (picked === undefined) throw new Error('Nothing to pick from.');
    return picked;
  }
}

export const dice: fc.Arbitrary<Dice> = fc
  .array(fc.nat({ max: 1000 }), { minLength: 5, maxLength: 60 })
  .map((numbers) => new Dice(numbers));

/** Data shaped like our files: maps of maps, lists of words, lists of objects with names. */
export function someData(random: Dice): Data {
  const contexts = words(random, ['catalog', 'ordering', 'payments', 'returns']).map((name) => ({
    name,
    owner: `@acme/${name}`,
    aggregates: words(random, ['Product', 'Order', 'Refund']).map((aggregate) => ({
      name: aggregate,
      fields: words(random, ['sku', 'title', 'price']),
    })),
    limits: { perSecond: random.roll(9), burst: random.roll(9) },
  }));
  return {
    name: 'shop',
    team: { size: 6, clear: false },
    cache: words(random, ['memory', 'redis', 'cdn']),
    contexts,
    versions: Object.fromEntries(
      words(random, ['bun', 'oxlint', 'typescript']).map((name) => [name, `1.${random.roll(9)}.0`]),
    ),
  };
}

/** One to three of these, in their order; never none, as empty lists are told of elsewhere. */
function words(random: Dice, all: readonly string[]): string[] {
  const some = all.filter(() => random.roll(4) > 0);
  return some.length > 0 ? some : all.slice(0, 1);
}

/** The data after a few edits; whatever is new is marked by whose it is. */
export function editedData(data: Data, by: string, random: Dice): Data {
  let result = data;
  for (let count = 1 + random.roll(4); count > 0; count -= 1) {
    result = editedOnce(result, `${by}${count}`, random);
  }
  return result;
}

function editedOnce(data: Data, token: string, random: Dice): Data {
  if (Array.isArray(data)) {
    const at = random.roll(data.length + 1);
    const named = data.some((item) => typeof item === 'object');
    const item = data[at];
    if (item === undefined || random.roll(4) === 0) {
      return data.toSpliced(at, 0, named ? { name: token, owner: token } : token);
    }
    if (typeof item === 'object' && random.roll(3) > 0) {
      return data.with(at, editedOnce(item, token, random));
    }
    return data.length > 1 ? data.toSpliced(at, 1) : data;
  }
  if (typeof data === 'object') {
    const map = data as { readonly [key: string]: Data };
    const keys = Object.keys(map).filter((key) => key !== 'name');
    const key = keys.length > 0 ? random.pick(keys) : null;
    if (key === null || random.roll(5) === 0) return { ...map, [`key-${token}`]: token };
    if (random.roll(6) === 0 && keys.length > 1) {
      const { [key]: _removed, ...rest } = map;
      return rest;
    }
    return { ...map, [key]: editedOnce(map[key] as Data, token, random) };
  }
  return token;
}
