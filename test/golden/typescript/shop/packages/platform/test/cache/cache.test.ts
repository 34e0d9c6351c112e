import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { createCache, type Cache, type DocumentCache } from '../../src/cache/index.ts';
import { createTestTelemetry, type Telemetry } from '../../src/telemetry/index.ts';

interface Document {
  readonly title: string;
  readonly createdAt: Date;
}

const shape = ['title', 'created_at'];
const document: Document = { title: 'a title', createdAt: new Date('2026-01-02T03:04:05.678Z') };

let telemetry: Telemetry;
let cache: Cache;
let documents: DocumentCache<Document>;

beforeEach(() => {
  telemetry = createTestTelemetry();
  cache = createCache({ redis: null, telemetry });
  documents = cache.of<Document>('notes.notes', shape);
});
afterEach(() => cache.close());

describe('a document', () => {
  test('is loaded once and then kept', async () => {
    let loads = 0;
    const load = async () => (++loads > 0 ? document : null);

    await documents.get('1', load);

    expect(await documents.get('1', load)).toEqual(document);
    expect(loads).toBe(1);
    const metrics = await telemetry.metrics.metrics();
    expect(metrics).toContain('cache_requests_total{tier="l1",result="hit",cache="notes.notes"} 1');
    expect(metrics).toContain(
      'cache_requests_total{tier="l1",result="miss",cache="notes.notes"} 1',
    );
  });

  test('that does not exist is looked for again', async () => {
    await documents.get('1', async () => null);

    expect(await documents.get('1', async () => document)).toEqual(document);
  });

  test('is loaded once for all who ask at the same time', async () => {
    let loads = 0;
    const load = async () => (++loads > 0 ? document : null);

    await Promise.all(Array.from({ length: 5 }, () => documents.get('1', load)));

    expect(loads).toBe(1);
  });

  test('is loaded again after it has changed', async () => {
    await documents.get('1', async () => document);

    await documents.drop('1', 2);

    expect(await documents.get('1', async () => ({ ...document, title: 'new' }))).toMatchObject({
      title: 'new',
    });
  });

  test('is not brought back by a load that began before the change', async () => {
    const slow = Promise.withResolvers<Document>();
    const before = documents.get('1', () => slow.promise);

    await documents.drop('1', 2);
    slow.resolve(document);
    await before;

    expect(await documents.get('1', async () => ({ ...document, title: 'new' }))).toMatchObject({
      title: 'new',
    });
  });

  test('that has just changed is not shared: one reader may know more than another', async () => {
    const behind = Promise.withResolvers<Document>();
    await documents.drop('1', 2);
    const other = documents.get('1', () => behind.promise);

    const writer = await documents.get('1', async () => ({ ...document, title: 'new' }));
    behind.resolve(document);

    expect(writer).toMatchObject({ title: 'new' });
    expect(await other).toEqual(document);
  });

  test('that has just been made is kept from the first reader on', async () => {
    await documents.drop('1', 1);
    await documents.get('1', async () => document);

    expect(await documents.get('1', async () => null)).toEqual(document);
  });
});

const redisUrl = process.env['REDIS_URL'];

describe.skipIf(redisUrl === undefined)('with Redis', () => {
  const open = (url = redisUrl ?? '') =>
    createCache({ redis: { url: { current: () => url } }, telemetry: createTestTelemetry() });

  test('a document is shared by processes, dates included', async () => {
    const [one, other] = [open(), open()];
    const id = Bun.randomUUIDv7();
    await kept(one, id);

    const shared = await other.of<Document>('notes.notes', shape).get(id, async () => null);

    expect(shared).toEqual(document);
    await Promise.all([one.close(), other.close()]);
  });

  test('a change in one process reaches the others', async () => {
    const [one, other] = [open(), open()];
    const id = Bun.randomUUIDv7();
    await kept(one, id);
    const copies = other.of<Document>('notes.notes', shape);
    await copies.get(id, async () => null);

    await one.of<Document>('notes.notes', shape).drop(id, 2);

    await until(async () => (await copies.get(id, async () => null)) === null);
    await Promise.all([one.close(), other.close()]);
  });

  test('documents of another shape are left alone', async () => {
    const one = open();
    const id = Bun.randomUUIDv7();
    await kept(one, id);

    const found = await one.of<Document>('notes.notes', ['title']).get(id, async () => null);

    expect(found).toBeNull();
    await one.close();
  });

  test('nobody notices that Redis is away', async () => {
    const away = open('redis://127.0.0.1:1');

    const found = await away.of<Document>('notes.notes', shape).get('1', async () => document);

    expect(found).toEqual(document);
    await away.close();
  });

  /** Asks until the document is in Redis: the connection may still be opening. */
  async function kept(by: Cache, id: string): Promise<void> {
    const reader = open();
    await until(async () => {
      await by.of<Document>('notes.notes', shape).get(id, async () => document);
      return (await reader.of<Document>('notes.notes', shape).get(id, async () => null)) !== null;
    });
    await reader.close();
  }
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await Bun.sleep(10);
  }
}
