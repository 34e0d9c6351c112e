import { beforeEach, expect, test } from 'bun:test';
import type { Server } from '../../src/http/index.ts';
import { createTestAdmission, type TestAdmission } from '../../src/testing/admission.ts';
import { tokenFor } from '../../src/testing/identity.ts';
import { createNotesServer, notes } from './notes.ts';

let server: Server;
let admission: TestAdmission;

beforeEach(() => {
  admission = createTestAdmission();
  server = createNotesServer(admission);
});

interface Refused {
  readonly status: number;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const good = tokenFor(['notes:read', 'notes:write']);
const malformed = {
  status: 401,
  action: 'authentication.refused',
  details: { reason: 'malformed' },
};
const ambiguous = { ...malformed, status: 400, details: { reason: 'ambiguous' } };
const missing = { status: 401, action: 'authentication.missing', details: {} };

const attempts: readonly (readonly [
  name: string,
  authorization: readonly string[],
  refused: Refused,
])[] = [
  ['nothing', [], missing],
  ['an empty header', [''], missing],
  ['another scheme', ['Basic amFuZQ=='], missing],
  ['no token', ['Bearer'], malformed],
  ['two words', [`Bearer ${good} x`], malformed],
  ['a tab for a space', [`Bearer\t${good}`], malformed],
  ['quotes', [`Bearer "${good}"`], malformed],
  ['a token that is none', ['Bearer expired'], malformed],
  ['two headers', [`Bearer ${good}`, `Bearer ${good}`], ambiguous],
  ['two schemes', ['Basic amFuZQ==', `Bearer ${good}`], ambiguous],
  [
    'a token without the scope',
    [`Bearer ${tokenFor(['notes:reader'])}`],
    { status: 403, action: 'access.denied', details: { scope: 'notes:read' } },
  ],
];

test.each(attempts)('%s: refused, with one entry that says why', async (_name, values, refused) => {
  const headers = new Headers({ 'x-correlation-id': 'attempt-4711' });
  for (const value of values) headers.append('authorization', value);
  const response = await server.fetch(new Request(notes, { headers }));
  const { status, ...entry } = refused;
  expect(response.status).toBe(status);
  expect(admission.refusals).toMatchObject([
    { ...entry, method: 'GET', route: '/v1/notes/notes', correlationId: 'attempt-4711' },
  ]);
  expect(await response.text()).not.toContain('reason');
});

test('whoever is let in leaves no entry', async () => {
  const headers = { authorization: `Bearer ${good}` };
  expect((await server.fetch(new Request(notes, { headers }))).status).toBe(200);
  expect(admission.refusals).toEqual([]);
});
