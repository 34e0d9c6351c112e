import { expect, test } from 'bun:test';
import type { Counted } from '../../src/limits/counter.ts';
import { gathering } from '../../src/limits/gathering.ts';

/** A counter that tells how it was asked, and answers when it is let. */
function slowCounter() {
  const calls: (readonly [key: string, times: number])[] = [];
  const answers: (() => void)[] = [];
  const used = new Map<string, number>();
  const count = gathering((key, times) => {
    calls.push([key, times]);
    used.set(key, (used.get(key) ?? 0) + times);
    const counted: Counted = { used: used.get(key) ?? 0, milliseconds: 1000 };
    return new Promise((resolve) => answers.push(() => resolve(counted)));
  });
  const answer = async () => {
    await Bun.sleep(0);
    for (const release of answers.splice(0)) release();
  };
  return { calls, count, answer };
}

test('who asks often at once is counted in few calls, and gets every number once', async () => {
  const { calls, count, answer } = slowCounter();

  const early = Array.from({ length: 3 }, () => count('jane'));
  await Bun.sleep(0);
  const late = Array.from({ length: 5 }, () => count('jane'));
  await answer();
  await answer();

  const numbers = (await Promise.all([...early, ...late])).map((counted) => counted?.used);
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(calls).toEqual([
    ['jane', 3],
    ['jane', 5],
  ]);
});

test('nobody waits for the count of somebody else', async () => {
  const { calls, count, answer } = slowCounter();

  const asked = [count('jane'), count('joe'), count('jane')];
  await answer();
  await Promise.all(asked);

  expect(calls).toEqual([
    ['jane', 2],
    ['joe', 1],
  ]);
});

test('where counting is not possible, all who waited are told so, and the next may ask again', async () => {
  let possible = false;
  const count = gathering(async (_key, times) =>
    possible ? { used: times, milliseconds: 1 } : null,
  );

  expect(await Promise.all([count('jane'), count('jane')])).toEqual([null, null]);
  possible = true;
  expect(await count('jane')).toEqual({ used: 1, milliseconds: 1 });
});
