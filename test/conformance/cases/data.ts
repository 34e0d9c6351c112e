import { expect } from 'vitest';
import { snake } from '../../../src/blueprint/names.ts';
import { databaseUrl, withClient } from '../../support/postgres.ts';
import { create } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { tableOf } from '../holding.ts';

const insufficientPrivilege = '42501';

/** What the application role may do in the database, and what a write leaves there. */
export function dataCases(resource: Resource): Case[] {
  const schema = `"${snake(resource.context.name)}"`;
  const table = tableOf(resource);
  const forbidden: Readonly<Record<string, string>> = {
    'create a table': `CREATE TABLE ${schema}.intruder (id int)`,
    'create a table in public': 'CREATE TABLE public.intruder (id int)',
    'create a schema': 'CREATE SCHEMA intruder',
    'alter a table': `ALTER TABLE ${table} ADD COLUMN intruder int`,
    'drop a table': `DROP TABLE ${table}`,
    'truncate a table': `TRUNCATE ${table}`,
    'add an index': `CREATE INDEX intruder ON ${table} (id)`,
    'update audit rows': `UPDATE ${schema}."_audit_log" SET action = 'x'`,
    'delete audit rows': `DELETE FROM ${schema}."_audit_log"`,
    'truncate the audit log': `TRUNCATE ${schema}."_audit_log"`,
  };
  return [
    ...Object.entries(forbidden).map(([deed, sql]): Case => ({
      id: `data/${resource.context.name}/may not ${deed}`,
      title: `the application role may not ${deed}`,
      async run(world) {
        const url = databaseUrl(world.database, world.database.application);
        const code = await withClient(url, async (client) => {
          try {
            await client.query('BEGIN');
            await client.query(sql);
            return 'it may';
          } catch (error) {
            return error instanceof Error && 'code' in error ? error.code : String(error);
          } finally {
            await client.query('ROLLBACK');
          }
        });
        expect(code).toBe(insufficientPrivilege);
      },
    })),
    {
      id: `data/${resource.context.name}/audit`,
      title: 'a write leaves one audit row that says who did what',
      async run(world) {
        const created = await create(world, resource);
        const rows = await world.query(
          `SELECT actor_id, action, version FROM ${schema}."_audit_log" WHERE aggregate_id = '${created.id}'`,
        );
        expect(rows).toHaveLength(1);
        expect(rows[0]).toMatchObject({
          actor_id: 'user-1',
          action: `${resource.aggregate.name}Created`,
        });
      },
    },
  ];
}
