import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { snake } from '../../../src/blueprint/names.ts';
import type { Completed } from '../../support/command.ts';
import { eventually } from '../../support/eventually.ts';
import { isObject, type JsonObject, parseJson } from '../../support/json.ts';
import {
  createTestDatabase,
  databaseUrl,
  type TestDatabase,
  withClient,
} from '../../support/postgres.ts';
import { type AuditVerb, ready, runAudit, startService } from '../../support/service.ts';
import { create, remove } from '../acting.ts';
import { connectApi, type Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { migrate, type World } from '../world.ts';

/** What the commands of the audit say of a log that somebody has laid hands on. */
export function auditCommandCases(resource: Resource): Case[] {
  const schema = snake(resource.context.name);
  return [
    {
      id: 'audit/verify/intact',
      title: 'a log that nobody touched is intact: exit 0, with the head',
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          const verified = await copy.audit('verify');
          expect(verified).toMatchObject({ code: 0, stderr: '' });
          expect(headIn(verified.stdout)).toMatch(/^\d+:[0-9a-f]{64}$/);
        }),
    },
    ...Object.entries(tamperings(schema)).map(([deed, sql]): Case => ({
      once: true,
      id: `audit/verify/finds ${deed}`,
      title: `${deed} is found: exit 1, and where`,
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          expect(await copy.query(sql), 'nothing was touched').toBeGreaterThan(0);
          const verified = await copy.audit('verify');
          expect(verified.code).toBe(1);
          expect(verified.stderr).toMatch(new RegExp(`^(${schema}|_security): `));
        }),
    })),
    {
      id: 'audit/verify/finds a log written anew by its head',
      title:
        'a log that was written anew as a whole verifies, but not against a head noted earlier',
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          const head = headIn((await copy.audit('verify')).stdout);
          expect(await copy.audit('verify', '--head', head)).toMatchObject({ code: 0 });
          await copy.query(`DELETE FROM "_security"."audit_log"`);
          await copy.query(`UPDATE "_security"."audit_head" SET "position" = 0, "hash" = ''`);
          expect(await copy.audit('verify')).toMatchObject({ code: 0 });
          expect(await copy.audit('verify', '--head', head)).toMatchObject({ code: 1 });
        }),
    },
    {
      id: 'audit/verify/says nothing that a terminal obeys',
      title: 'what is in a log cannot command the terminal of whoever verifies or exports it',
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          const evil = `E'\\u009b2J\\u001b[2J\\r\\n\\u202e'`;
          await copy.query(`UPDATE "${schema}"."_audit_log" SET aggregate = ${evil}`);
          await copy.query(`UPDATE "_security"."audit_log" SET route = ${evil}`);
          const verified = await copy.audit('verify');
          const exported = await copy.audit('export');
          expect(verified.code).toBe(1);
          for (const text of [verified.stdout, verified.stderr, exported.stdout, exported.stderr])
            expect(text).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u);
        }),
    },
    {
      id: 'audit/verify/a role that only reads',
      title: 'a role that may only read can verify and export',
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          const url = await copy.reader();
          expect(await copy.auditAs(url, 'verify')).toMatchObject({ code: 0 });
          expect(await copy.auditAs(url, 'export')).toMatchObject({ code: 0 });
        }),
    },
    {
      id: 'audit/export/all',
      title: 'an export has every entry of all logs once, a JSON object a line',
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          const entries = entriesIn((await copy.audit('export')).stdout);
          const [security, own] = await copy.counts(schema);
          expect(entries.filter(({ log }) => log === '_security')).toHaveLength(security);
          expect(entries.filter(({ log }) => log === schema)).toHaveLength(own);
          const actions = entries.map(({ action }) => action);
          expect(actions).toContain('authentication.missing');
          expect(actions).toContain(`${resource.aggregate.name}Created`);
        }),
    },
    {
      id: 'audit/export/continued',
      title: 'an export goes on where the last one ended, and nowhere else',
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          const whole = await copy.audit('export');
          const [first] = entriesIn(whole.stdout).filter(({ log }) => log === '_security');
          const head = `${String(first?.['position'])}:${String(first?.['hash'])}`;
          const rest = await copy.audit('export', '--after', head);
          expect(whole.stdout.endsWith(rest.stdout)).toBe(true);
          expect(rest.stdout.length).toBeLessThan(whole.stdout.length);
          const end = headIn(whole.stderr);
          expect(await copy.audit('export', '--after', end)).toMatchObject({ code: 0, stdout: '' });
          const wrong = `${end.split(':')[0]}:${'0'.repeat(64)}`;
          expect(await copy.audit('export', '--after', wrong)).toMatchObject({
            code: 1,
            stdout: '',
          });
        }),
    },
    {
      id: 'audit/prune/what was exported',
      title: 'what was exported can be taken away, and the rest still verifies and continues',
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          const head = headIn((await copy.audit('export')).stderr);
          expect(await copy.audit('prune', '--through', head)).toMatchObject({ code: 0 });
          expect(await copy.counts(schema)).toEqual([1, 0]);
          expect(await copy.audit('verify', '--head', head)).toMatchObject({ code: 0 });
          const rest = entriesIn((await copy.audit('export', '--after', head)).stdout);
          expect(rest.map(({ action }) => action)).toEqual(['audit.pruned']);
          await copy.query(`UPDATE "_security"."audit_anchors" SET "position" = "position" - 1`);
          expect(await copy.audit('verify')).toMatchObject({ code: 1 });
        }),
    },
    {
      id: 'audit/prune/not by the application',
      title: 'the application cannot take anything away, nor anybody what was not exported',
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          const before = await copy.counts(schema);
          const head = headIn((await copy.audit('export')).stderr);
          const wrong = `${head.split(':')[0]}:${'0'.repeat(64)}`;
          expect((await copy.audit('prune', '--through', wrong)).code).toBe(1);
          const { code } = await copy.auditAs(copy.applicationUrl, 'prune', '--through', head);
          expect(code).not.toBe(0);
          expect(await copy.counts(schema)).toEqual(before);
        }),
    },
    {
      id: 'audit/commands/wrong use',
      title: 'a head that is none is refused with 64 and what to write',
      timeoutMs: 120_000,
      run: (world) =>
        onCopy(world, resource, async (copy) => {
          for (const [verb, option] of [
            ['verify', '--head'],
            ['export', '--after'],
            ['prune', '--through'],
          ] as const) {
            const said = await copy.audit(verb, option, 'yesterday');
            expect(said.code).toBe(64);
            expect(said.stderr).toContain(`${option} takes`);
          }
        }),
    },
  ];
}

/** By what was done. Each leaves the database as somebody would who owns it and wants to hide something. */
function tamperings(schema: string): Readonly<Record<string, string>> {
  const own = `"${schema}"."_audit_log"`;
  const security = '"_security"."audit_log"';
  const first = `WHERE "position" = (SELECT min("position") FROM ${security} WHERE action <> 'audit.sealed')`;
  return {
    'a changed actor of a change': `UPDATE ${own} SET actor_id = 'somebody else' WHERE seq = (SELECT min(seq) FROM ${own})`,
    'a changed time of a change': `UPDATE ${own} SET at = at + interval '1 ms' WHERE seq = (SELECT max(seq) FROM ${own})`,
    'a removed change': `DELETE FROM ${own} WHERE seq = (SELECT min(seq) FROM ${own} WHERE version = 1)`,
    'a removed last change': `DELETE FROM ${own} WHERE seq = (SELECT max(seq) FROM ${own})`,
    'everything about an aggregate that was removed': `DELETE FROM ${own} WHERE aggregate_id = (
      SELECT aggregate_id FROM ${own} WHERE action LIKE '%Removed' LIMIT 1)`,
    'an inserted change': `INSERT INTO ${own} (at, actor_kind, actor_id, action, aggregate, aggregate_id,
      version, correlation_id, changes, previous_hash, hash)
      SELECT at, actor_kind, actor_id, action, aggregate, aggregate_id, version, correlation_id, changes,
      previous_hash, hash FROM ${own} LIMIT 1`,
    'an emptied log of changes': `DELETE FROM ${own}`,
    'a changed address of a refusal': `UPDATE ${security} SET address = '::1' ${first}`,
    'a changed detail of a refusal': `UPDATE ${security} SET details = details || '{"x": 1}' ${first}`,
    'a removed refusal': `DELETE FROM ${security} ${first}`,
    'a removed end of the security log': `DELETE FROM ${security} WHERE "position" = (SELECT max("position") FROM ${security})`,
    'an inserted refusal': `INSERT INTO ${security} SELECT 1 + (SELECT max("position") FROM ${security}), gen_random_uuid(), at, action,
      actor_kind, actor_id, client_id, tenant, address, method, route, correlation_id, details, hash FROM ${security} LIMIT 1`,
    'an emptied security log': `DELETE FROM ${security}`,
  };
}

interface Copy {
  readonly applicationUrl: string;
  audit(verb: AuditVerb, ...options: readonly string[]): Promise<Completed>;
  auditAs(url: string, verb: AuditVerb, ...options: readonly string[]): Promise<Completed>;
  /** As the owner. Gives the number of rows. */
  query(sql: string): Promise<number>;
  /** How many entries the security log has, and that of the context. */
  counts(schema: string): Promise<readonly [number, number]>;
  /** The address of a role that may read, and nothing else. */
  reader(): Promise<string>;
}

/** Works on a copy of a database that a service has filled and left. */
async function onCopy(
  world: World,
  resource: Resource,
  work: (copy: Copy) => Promise<void>,
): Promise<void> {
  const original = await filled(world, resource);
  const name = `copy_${randomBytes(6).toString('hex')}`;
  const { postgres, verbs } = world.subject;
  await withClient(postgres, (client) =>
    client.query(`CREATE DATABASE "${name}" TEMPLATE "${original.name}"`),
  );
  const database = { ...original, name };
  const ownerUrl = databaseUrl(database, database.owner);
  const applicationUrl = databaseUrl(database, database.application);
  const readers: string[] = [];
  // Whoever verifies has to see the rows of all tenants.
  const everyTenant = world.blueprint.features.tenancy === 'none' ? '' : 'BYPASSRLS';
  const auditWith = async (
    urls: { readonly DATABASE_URL: string; readonly MIGRATION_DATABASE_URL: string },
    verb: AuditVerb,
    options: readonly string[],
  ): Promise<Completed> => runAudit(verbs, [verb, ...options], await world.environment(urls));
  // Copies keep the owner of the tables; what migrations may do as the owner of the database, too.
  const asSuperuser = new URL(postgres);
  asSuperuser.pathname = `/${name}`;
  try {
    await work({
      applicationUrl,
      audit: (verb, ...options) =>
        auditWith(
          { DATABASE_URL: applicationUrl, MIGRATION_DATABASE_URL: ownerUrl },
          verb,
          options,
        ),
      auditAs: (url, verb, ...options) =>
        auditWith({ DATABASE_URL: url, MIGRATION_DATABASE_URL: url }, verb, options),
      query: (sql) =>
        withClient(ownerUrl, async (client) => (await client.query(sql)).rowCount ?? 0),
      counts: (schema) =>
        withClient(ownerUrl, async (client) => {
          const { rows } = await client.query<{ security: number; own: number }>(
            `SELECT (SELECT count(*)::int FROM "_security"."audit_log") AS security,
               (SELECT count(*)::int FROM "${schema}"."_audit_log") AS own`,
          );
          return [rows[0]?.security ?? 0, rows[0]?.own ?? 0] as const;
        }),
      reader: async () => {
        const reader = `reader_${randomBytes(6).toString('hex')}`;
        readers.push(reader);
        await withClient(asSuperuser.href, (client) =>
          client.query(
            `CREATE ROLE "${reader}" LOGIN PASSWORD 'secret' ${everyTenant} IN ROLE pg_read_all_data`,
          ),
        );
        return databaseUrl(database, { name: reader, password: 'secret' });
      },
    });
  } finally {
    await withClient(postgres, async (client) => {
      await client.query(`DROP DATABASE "${name}" WITH (FORCE)`);
      for (const reader of readers) await client.query(`DROP ROLE "${reader}"`);
    });
  }
}

const originals = new WeakMap<World, Promise<TestDatabase>>();

function filled(world: World, resource: Resource): Promise<TestDatabase> {
  const known = originals.get(world) ?? fill(world, resource);
  originals.set(world, known);
  return known;
}

/** A database with changes, a removed aggregate and refusals, all of it sealed; nobody works in it any more. */
async function fill(world: World, resource: Resource): Promise<TestDatabase> {
  const database = await createTestDatabase(world.subject.postgres, 'audited');
  world.closing(() => database.drop());
  const { verbs } = world.subject;
  const addresses = {
    DATABASE_URL: databaseUrl(database, database.application),
    MIGRATION_DATABASE_URL: databaseUrl(database, database.owner),
  };
  await migrate(verbs, await world.environment(addresses));
  const service = startService(
    verbs,
    await world.environment({ DATABASE_URL: addresses.DATABASE_URL }),
  );
  try {
    await ready(service);
    const api = connectApi(service.baseUrl, world.blueprint, world.identity);
    const there = { ...world, api };
    const gone = await create(there, resource);
    await create(there, resource);
    await remove(there, gone.path, gone.etag);
    await api.ask({ method: 'GET', path: resource.path, token: null });
    await api.ask({ method: 'GET', path: resource.path, token: 'bad' });
    const schema = snake(resource.context.name);
    await eventually(
      () =>
        withClient(addresses.MIGRATION_DATABASE_URL, async (client) => {
          const { rowCount } = await client.query(
            `SELECT FROM "_security"."audit_log" WHERE action = 'audit.sealed'
               AND details ->> 'schema' = '${schema}'
               AND (details ->> 'to')::int = (SELECT max(seq) FROM "${schema}"."_audit_log")
               AND 2 = (SELECT count(*) FROM "_security"."audit_log" WHERE action LIKE 'authentication.%')`,
          );
          return rowCount === 1 ? true : undefined;
        }),
      { withinMs: 20_000, what: 'a seal' },
    );
  } finally {
    await service.stop();
  }
  return database;
}

function headIn(text: string): string {
  const [, head] = /^head (\S+)$/m.exec(text) ?? [];
  if (head === undefined) throw new Error(`no head in: ${text}`);
  return head;
}

function entriesIn(text: string): JsonObject[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const entry = parseJson(line);
      if (!isObject(entry)) throw new Error(`not an entry: ${line}`);
      return entry;
    });
}
