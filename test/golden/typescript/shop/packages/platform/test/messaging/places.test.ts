import { expect, test } from 'bun:test';
import { createPlaces } from '../../src/messaging/places.ts';

test('no more goes on than there are places, and all of it at last', async () => {
  const places = createPlaces(3);
  let underWay = 0;
  let most = 0;
  const work = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await Bun.sleep(1);
    underWay -= 1;
  };

  await Promise.all(Array.from({ length: 20 }, () => places.during(work)));

  expect(most).toBe(3);
  expect(await places.take(8)).toBe(3);
});

test('who waits takes what has become free meanwhile', async () => {
  const places = createPlaces(3);
  const taken = await places.take(8);
  const waiting = places.take(2);

  places.give(taken);

  expect(await waiting).toBe(2);
  expect(await places.take(8)).toBe(1);
});
