import { expect, test } from 'bun:test';
import { createDeadlines } from '../../src/http/deadlines.ts';

test('what is done in time is answered as it was done', async () => {
  const deadlines = createDeadlines(5000);
  expect(await deadlines.bound(Promise.resolve('done'), () => 'late')).toBe('done');
  expect(deadlines.count()).toBe(0);
  deadlines.stop();
});

test('what takes too long is answered without it', async () => {
  const deadlines = createDeadlines(1);
  const never = new Promise<string>(() => {});
  expect(await deadlines.bound(never, () => 'late')).toBe('late');
  expect(deadlines.count()).toBe(0);
  deadlines.stop();
});

test('what fails in time fails', async () => {
  const deadlines = createDeadlines(5000);
  const failing = deadlines.bound(Promise.reject(new Error('no')), () => 'late');
  expect(failing).rejects.toThrow('no');
  await failing.catch(() => {});
  deadlines.stop();
});
