import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test';
import { createSecurityLog, type SecurityLog } from '../../src/security/index.ts';
import { createSessionStore, type SessionStore } from '../../src/sessions/session-store.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/test-database.ts';

let database: TestDatabase;
let securityLog: SecurityLog;
let store: SessionStore;

beforeAll(async () => {
  database = await createTestDatabase({ contexts: [] });
  securityLog = createSecurityLog(database);
  store = createSessionStore(database.database, securityLog);
});
afterAll(async () => {
  await securityLog.stop();
  await database.drop();
});
beforeEach(() => database.empty());

const origin = {
  address: '192.0.2.1',
  method: 'GET',
  route: '/auth/callback',
  context: { correlationId: 'test' },
};

const start = (
  id: string,
  changes: { subject?: string; session?: string } = {},
  replaced: string[] = [],
) =>
  store.start(
    {
      id,
      subject: changes.subject ?? 'jane',
      client_id: 'shop',
      tenant: null,
      provider_subject: changes.subject ?? 'jane',
      provider_session: changes.session ?? 'sid',
      tokens: 'sealed',
      access_expires_at: new Date(Date.now() + 600_000),
    },
    replaced,
    origin,
  );

const told = async (): Promise<readonly string[]> =>
  (
    await database.query<{ action: string; reason: string | null }>(
      `SELECT action, details->>'reason' AS reason FROM "_security"."audit_log" ORDER BY position`,
    )
  ).map(({ action, reason }) => (reason === null ? action : `${action} ${reason}`));

const age = (changes: string) => database.query(`UPDATE "_security"."sessions" SET ${changes}`);

test('a session begins, takes the place of another, and ends once', async () => {
  await start('one');
  await start('two', {}, ['one', 'unknown']);
  expect(await store.find('one')).toBeNull();
  expect(await store.find('two')).toMatchObject({ subject: 'jane', over: null, stale: false });
  expect(await store.end('two', 'logout', origin)).toMatchObject({ id: 'two', tokens: 'sealed' });
  expect(await store.end('two', 'logout', origin)).toBeNull();
  expect(await told()).toEqual([
    'session.started',
    'session.ended replaced',
    'session.started',
    'session.ended logout',
  ]);
});

test('a sign-in and a logout that end the same session at once both succeed', async () => {
  await Promise.all([start('one'), start('two')]);
  for (let round = 0; round < 20; round += 1) {
    await Promise.all([
      start(`next ${round}`, {}, ['one', 'two']),
      store.end('two', 'logout', origin),
    ]);
    await Promise.all([start('one'), start('two')]);
  }
  expect((await told()).filter((each) => each.startsWith('session.ended'))).toHaveLength(40);
});

test('a session that cannot be audited does not begin', async () => {
  const broken = createSessionStore(database.database, {
    ...securityLog,
    write: () => Promise.reject(new Error('no log')),
  });
  const attempt = broken.start(
    {
      id: 'one',
      subject: 'jane',
      client_id: 'shop',
      tenant: null,
      provider_subject: 'jane',
      provider_session: null,
      tokens: 'sealed',
      access_expires_at: new Date(),
    },
    [],
    origin,
  );
  expect(attempt).rejects.toThrow('no log');
  await attempt.catch(() => {});
  expect(await store.find('one')).toBeNull();
});

test.each([
  ['idle', "last_seen_at = now() - interval '30 minutes'"],
  ['expired', "ends_at = now() - interval '1 second'"],
] as const)('what is %s is purged, and told', async (reason, changes) => {
  await start('over');
  await age(changes);
  await start('alive', { subject: 'joe' });
  expect(await store.find('over')).toMatchObject({ over: reason });
  expect(await store.purge()).toBe(true);
  expect(await store.purge()).toBe(false);
  expect(await store.find('over')).toBeNull();
  expect(await store.find('alive')).not.toBeNull();
  expect(await told()).toContain(`session.ended ${reason}`);
  expect(
    await database.query(
      `SELECT actor_id, address, method FROM "_security"."audit_log" WHERE action = 'session.ended'`,
    ),
  ).toEqual([{ actor_id: 'jane', address: null, method: null }]);
});

test('of many who would renew one does, until its lease runs out', async () => {
  await start('one');
  const row = await store.find('one');
  if (row === null) throw new Error('There is no session.');
  const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(row)));
  const [claim, ...others] = claims.filter((each) => each !== null);
  if (claim === undefined) throw new Error('Nobody may renew.');
  expect(others).toEqual([]);
  expect(await store.find('one')).toMatchObject({ claimed: true, renewing: true });

  await age("renewed_until = now() - interval '1 second'");
  expect(await store.find('one')).toMatchObject({ claimed: true, renewing: false });
  const heir = await store.claim(row);
  if (heir === null) throw new Error('The lease of the dead is not taken over.');
  const renewed = { tokens: 'newer', access_expires_at: new Date(Date.now() + 600_000) };
  expect(await store.keep({ ...claim, ...renewed })).toBe(false);
  expect(await store.keep({ ...heir, ...renewed })).toBe(true);
  expect(await store.find('one')).toMatchObject({ tokens: 'newer', revision: 1, claimed: false });
  expect(await store.claim(row)).toBeNull();
});

test('whoever gives up lets another try', async () => {
  await start('one');
  const row = await store.find('one');
  const claim = row === null ? null : await store.claim(row);
  if (row === null || claim === null) throw new Error('Nobody may renew.');
  await store.giveUp(claim);
  const next = await store.claim(row);
  if (next === null) throw new Error('Nobody else may renew.');
  await store.endClaimed(claim, 'refresh-refused', origin);
  expect(await store.find('one')).not.toBeNull();
  await store.endClaimed(next, 'refresh-refused', origin);
  expect(await store.find('one')).toBeNull();
  expect(await told()).toEqual(['session.started', 'session.ended refresh-refused']);
});

test('a logout token ends what it names, once', async () => {
  const logout = (tokenId: string, subject: string | null, session: string | null) =>
    store.endNamed({ tokenId, subject, session, expiresAt: new Date(Date.now() + 60_000) }, origin);
  const alive = async (): Promise<readonly string[]> =>
    (await database.query<{ id: string }>('SELECT id FROM "_security"."sessions" ORDER BY id')).map(
      ({ id }) => id,
    );
  await start('jane 1', { session: 'a' });
  await start('jane 2', { session: 'b' });
  await start('joe', { subject: 'joe', session: 'c' });
  expect(await logout('t1', 'jane', 'c')).toBe(true);
  expect(await alive()).toEqual(['jane 1', 'jane 2', 'joe']);
  expect(await logout('t2', null, 'a')).toBe(true);
  expect(await alive()).toEqual(['jane 2', 'joe']);
  expect(await logout('t2', null, 'b')).toBe(false);
  expect(await alive()).toEqual(['jane 2', 'joe']);
  expect(await logout('t3', 'jane', null)).toBe(true);
  expect(await alive()).toEqual(['joe']);
});
