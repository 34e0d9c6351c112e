import { expect, test } from 'bun:test';
import { createNotesServer, notes, token } from './notes.ts';

const authorization = `Bearer ${token}`;
const plain = { headers: { authorization } };

const budgetOf = ({ headers }: Response) => [
  headers.get('ratelimit-policy'),
  headers.get('ratelimit'),
];

test('every answer tells what is left of the budget', async () => {
  const server = createNotesServer({ limits: { read: { count: 600, seconds: 60 } } });
  const first = await server.fetch(new Request(notes, plain));
  expect(budgetOf(first)).toEqual(['"read";q=600;w=60', '"read";r=599;t=60']);
});

test.each([
  ['an unknown route', () => new Request('http://localhost/nowhere')],
  ['a method that is not taken', () => new Request(notes, { ...plain, method: 'PUT' })],
  ['a long address', () => new Request(`${notes}?x=${'a'.repeat(9000)}`, plain)],
  ['large headers', () => new Request(notes, { headers: { 'x-long': 'a'.repeat(17_000) } })],
  ['no credentials', () => new Request(notes)],
  ['a public document', () => new Request('http://localhost/openapi.json')],
  ['a large body', () => new Request(notes, posted('a'.repeat(1_100_000)))],
  ['a broken body', () => new Request(notes, posted('{'))],
])('so does the answer to %s', async (_what, request) => {
  const server = createNotesServer({ limits: { read: { count: 9, seconds: 60 } } });
  const response = await server.fetch(request());
  expect(budgetOf(response)).toEqual([
    expect.stringMatching(/^"(read|write)";q=\d+;w=60$/),
    expect.stringMatching(/^"(read|write)";r=\d+;t=60$/),
  ]);
});

test('who asks too often is told when to come back', async () => {
  const server = createNotesServer({ limits: { read: { count: 1, seconds: 30 } } });
  await server.fetch(new Request(notes, plain));
  const response = await server.fetch(new Request(notes, plain));
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBe('30');
  expect(response.headers.get('ratelimit')).toBe('"read";r=0;t=30');
  expect(await response.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
});

test('who is unknown is counted by the address that our proxy saw', async () => {
  const limits = { read: { count: 1, seconds: 60 } };
  const statusFrom = async (server: ReturnType<typeof createNotesServer>, forwarded: string) => {
    const headers = { 'x-forwarded-for': forwarded };
    return (await server.fetch(new Request(notes, { headers }), '10.0.0.1')).status;
  };
  const behindProxy = createNotesServer({ limits, trustedProxyHops: 1 });
  expect(await statusFrom(behindProxy, '198.51.100.1')).toBe(401);
  expect(await statusFrom(behindProxy, '198.51.100.2')).toBe(401);
  expect(await statusFrom(behindProxy, '203.0.113.1, 198.51.100.1')).toBe(429);
  const alone = createNotesServer({ limits });
  expect(await statusFrom(alone, '198.51.100.1')).toBe(401);
  expect(await statusFrom(alone, '198.51.100.2')).toBe(429);
});

function posted(body: string): RequestInit {
  return { method: 'POST', body, headers: { authorization, 'content-type': 'application/json' } };
}
