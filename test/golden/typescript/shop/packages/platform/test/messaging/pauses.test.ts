import { expect, test } from 'bun:test';
import { createPauses } from '../../src/messaging/pauses.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';

const { logger } = createTestTelemetry();

test('a pause grows up to half a minute, and starts anew after an answer', () => {
  let now = 0;
  const pauses = createPauses(logger, () => now);
  const lengths = Array.from({ length: 6 }, () => {
    pauses.pause('a', 5, 'unavailable');
    const began = now;
    while (pauses.current().includes('a')) now += 1000;
    return (now - began) / 1000;
  });
  expect(lengths).toEqual([5, 10, 20, 30, 30, 30]);

  pauses.resume('a');
  pauses.pause('a', 5, 'unavailable');
  now += 5000;
  expect(pauses.current()).toEqual([]);
});

test('events that fail side by side count as one', () => {
  let now = 0;
  const pauses = createPauses(logger, () => now);
  for (let event = 0; event < 8; event += 1) pauses.pause('a', 5, 'unavailable');
  now += 5000;
  expect(pauses.current()).toEqual([]);
});
