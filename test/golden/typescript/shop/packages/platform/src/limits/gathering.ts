import type { Counted } from './counter.ts';

interface Batch {
  size: number;
  counted: Promise<Counted | null> | null;
}

/**
 * Whoever asks while the same key is being counted is counted in the next call, together with all who
 * do: somebody who asks a hundred times at once costs a few calls, and still gets a hundred numbers.
 */
export function gathering(
  count: (key: string, times: number) => Promise<Counted | null>,
): (key: string) => Promise<Counted | null> {
  const waiting = new Map<string, Batch>();
  const underWay = new Map<string, Promise<unknown>>();

  async function send(key: string, batch: Batch): Promise<Counted | null> {
    await underWay.get(key);
    // From here on nobody joins.
    waiting.delete(key);
    const counting = count(key, batch.size);
    underWay.set(key, counting);
    const counted = await counting;
    if (!waiting.has(key)) underWay.delete(key);
    return counted;
  }

  return async (key) => {
    let batch = waiting.get(key);
    if (batch === undefined) {
      batch = { size: 0, counted: null };
      waiting.set(key, batch);
      batch.counted = send(key, batch);
    }
    batch.size += 1;
    const place = batch.size;
    const counted = await batch.counted;
    return counted && { ...counted, used: counted.used - batch.size + place };
  };
}
