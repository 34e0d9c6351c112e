import { expect } from 'vitest';
import type { Reply } from '../../support/http-client.ts';
import { type JsonObject, asString } from '../../support/json.ts';
import { type Created, create, remove } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectParameterError, expectStatus, items, nextCursor } from '../expectations.ts';
import type { World } from '../world.ts';

/** GET on a collection. */
export function listCases(resource: Resource, others: readonly Resource[]): Case[] {
  const { name, path } = resource;
  const at = (rest: string): string => `list/${name}/${rest}`;
  const ask = (world: World, query: string): Promise<Reply> =>
    world.api.ask({ method: 'GET', path: `${path}${query}` });
  return [
    {
      id: at('order'),
      title: 'a list shows the newest first and ties by id, each item as a read shows it',
      async run(world) {
        // Made at once, so that some share a millisecond.
        const created = await Promise.all(
          Array.from({ length: 12 }, () => create(world, resource)),
        );
        const seen = await walk(world, resource, 5, new Set(created.map(({ id }) => id)));
        const keys = seen.map((item) => `${asString(item.createdAt)} ${asString(item.id)}`);
        expect(keys).toEqual(keys.toSorted().toReversed());
        for (const { id, body } of created) {
          expect(seen.filter((item) => item.id === id)).toEqual([body]);
        }
      },
    },
    {
      id: at('stable'),
      title: 'concurrent creates and removes neither repeat nor hide what was there',
      async run(world) {
        const before = await Promise.all(Array.from({ length: 9 }, () => create(world, resource)));
        const wanted = new Set(before.map(({ id }) => id));
        const extra: Created[] = [];
        const seen = await walk(world, resource, 2, wanted, async (page) => {
          extra.push(...(await Promise.all([create(world, resource), create(world, resource)])));
          const [first] = extra;
          if (page === 2 && first !== undefined) await remove(world, first.path, first.etag);
        });
        const ids = seen.map((item) => asString(item.id));
        expect(new Set(ids).size, 'nothing twice').toBe(ids.length);
        for (const id of wanted) expect(ids).toContain(id);
        for (const { id } of extra)
          expect(ids, 'what came later is on no later page').not.toContain(id);
      },
    },
    {
      id: at('cursor survives removal'),
      title: 'a cursor still works after the item it stands on is gone',
      async run(world) {
        const created: Created[] = [];
        for (let index = 0; index < 4; index += 1) created.push(await create(world, resource));
        const wanted = new Set(created.map(({ id }) => id));
        const first = await ask(world, '?limit=2');
        const last = items(first).at(-1);
        const victim = created.find(({ id }) => id === last?.id);
        if (victim !== undefined) expectStatus(await remove(world, victim.path, victim.etag), 204);
        for (const { id } of items(first)) wanted.delete(asString(id));
        const cursor = encodeURIComponent(nextCursor(first) ?? '');
        const second = items(await ask(world, `?limit=100&cursor=${cursor}`)).map(({ id }) =>
          asString(id),
        );
        expect(second).toEqual(expect.arrayContaining([...wanted]));
        expect(second, 'nothing of the first page').not.toContain(last?.id);
      },
    },
    {
      id: at('end'),
      title: 'the last page has no next cursor',
      async run(world) {
        await create(world, resource);
        let cursor = nextCursor(await ask(world, '?limit=100'));
        for (let page = 0; cursor !== null && page < 200; page += 1) {
          const reply = await ask(world, `?limit=100&cursor=${encodeURIComponent(cursor)}`);
          expect(items(reply).length, 'no page but the first is empty').toBeGreaterThan(0);
          cursor = nextCursor(reply);
        }
        expect(cursor).toBeNull();
      },
    },
    {
      id: at('default limit'),
      title: 'a list without a limit shows twenty',
      async run(world) {
        await Promise.all(Array.from({ length: 21 }, () => create(world, resource)));
        expect(items(await ask(world, ''))).toHaveLength(20);
      },
    },
    ...['1', '100'].map((limit): Case => ({
      id: at(`limit ${limit}`),
      title: `a limit of ${limit} is taken`,
      async run(world) {
        await create(world, resource);
        const found = items(await ask(world, `?limit=${limit}`));
        expect(found.length).toBeGreaterThan(0);
        expect(found.length).toBeLessThanOrEqual(Number(limit));
      },
    })),
    ...[
      '0',
      '101',
      '-1',
      'abc',
      '1.5',
      '',
      '1e1',
      '0x10',
      '99999999999999999999',
      'NaN',
      '%00',
    ].map((limit): Case => ({
      id: at(`limit ${limit} refused`),
      title: `a limit of "${limit}" is 422`,
      async run(world) {
        expectParameterError(await ask(world, `?limit=${limit}`), 'limit');
      },
    })),
    ...Object.entries(brokenCursors).map(([title, cursor]): Case => ({
      id: at(`cursor ${title}`),
      title: `${title} is no cursor: 422`,
      async run(world) {
        expectParameterError(await ask(world, `?cursor=${encodeURIComponent(cursor)}`), 'cursor');
      },
    })),
    {
      id: at('cursor damaged'),
      title: 'a damaged cursor never breaks the service',
      async run(world) {
        await Promise.all([create(world, resource), create(world, resource)]);
        const cursor = nextCursor(await ask(world, '?limit=1')) ?? '';
        expect(cursor).not.toBe('');
        for (const damaged of damages(cursor)) {
          const reply = await ask(world, `?limit=1&cursor=${encodeURIComponent(damaged)}`);
          expectStatus(reply, 200, 422);
          if (reply.status === 422) expectParameterError(reply, 'cursor');
        }
      },
    },
    ...others
      .filter((other) => other.name !== name)
      .slice(0, 2)
      .map((other): Case => ({
        id: at(`cursor of ${other.name}`),
        title: `a cursor of ${other.name} is 422`,
        async run(world) {
          await Promise.all([create(world, other), create(world, other)]);
          const foreign = await world.api.ask({ method: 'GET', path: `${other.path}?limit=1` });
          const cursor = encodeURIComponent(nextCursor(foreign) ?? 'none');
          expectParameterError(await ask(world, `?cursor=${cursor}`), 'cursor');
        },
      })),
    {
      id: at('head'),
      title: 'HEAD on a list answers as GET does, without a body',
      async run(world) {
        const reply = await world.api.ask({ method: 'HEAD', path });
        expect(reply.status).toBe(200);
        expect(reply.headers['content-type']).toMatch(/^application\/json\b/);
        expect(reply.bytes).toHaveLength(0);
      },
    },
  ];
}

const encoded = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

const brokenCursors: Readonly<Record<string, string>> = {
  'an empty text': '',
  punctuation: '!!!',
  'a word': 'AAAA',
  'JSON in base64': encoded({ a: 1 }),
  'an id of nothing': encoded({ createdAt: 'x', id: 'y' }),
  'a position made up': encoded([
    '2024-01-01T00:00:00.000Z',
    '0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6b',
  ]),
  'U+0000': '\u0000',
  'a long text': 'A'.repeat(4000),
};

function damages(cursor: string): string[] {
  const half = Math.floor(cursor.length / 2);
  const other = cursor[half] === 'A' ? 'B' : 'A';
  return [
    cursor.slice(0, -1),
    `${cursor}A`,
    cursor.slice(1),
    cursor.slice(0, half) + other + cursor.slice(half + 1),
    cursor.toUpperCase(),
    cursor.repeat(2),
  ];
}

/** Pages through a collection until all of `wanted` was seen. */
async function walk(
  world: World,
  { path }: Resource,
  limit: number,
  wanted: ReadonlySet<string>,
  between: (page: number) => Promise<void> = () => Promise.resolve(),
): Promise<JsonObject[]> {
  const seen: JsonObject[] = [];
  const missing = new Set(wanted);
  let cursor: string | null = null;
  for (let page = 1; page < 500; page += 1) {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const reply = await world.api.ask({ method: 'GET', path: `${path}?limit=${limit}${query}` });
    const found = items(reply);
    expect(found.length).toBeLessThanOrEqual(limit);
    seen.push(...found);
    for (const item of found) missing.delete(asString(item.id));
    cursor = nextCursor(reply);
    if (missing.size === 0 || cursor === null) break;
    await between(page);
  }
  expect([...missing], 'all that was created is listed').toEqual([]);
  return seen;
}
