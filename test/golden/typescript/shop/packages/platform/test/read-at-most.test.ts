import { expect, test } from 'bun:test';
import { readAtMost, readJsonAtMost } from '../src/read-at-most.ts';

test('a stream is read up to its limit', async () => {
  expect(await readAtMost(4, new Blob(['1234']).stream())).toEqual(Buffer.from('1234'));
  expect(await readAtMost(4, new Blob(['12345']).stream())).toBeNull();
});

test('of a stream without end no more is taken than the limit', async () => {
  let chunks = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      chunks += 1;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  expect(await readAtMost(10 * 1024, endless)).toBeNull();
  expect(chunks).toBeLessThan(20);
});

test('an answer is JSON of a bounded length, or an error', async () => {
  expect(await readJsonAtMost(100, Response.json({ name: 'Zoë' }))).toEqual({ name: 'Zoë' });
  await expect(readJsonAtMost(10, Response.json({ name: 'too long' }))).rejects.toThrow('10 bytes');
  await expect(readJsonAtMost(10, new Response('<html>'))).rejects.toThrow();
  await expect(readJsonAtMost(10, new Response(null))).rejects.toThrow();
});
