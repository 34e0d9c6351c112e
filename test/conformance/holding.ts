import { Client } from 'pg';
import { postgresName, snake } from '../../src/blueprint/names.ts';
import { databaseUrl } from '../support/postgres.ts';
import { eventually } from '../support/eventually.ts';
import type { Resource } from './api.ts';
import type { World } from './world.ts';

/** The table of an aggregate, quoted: schema of the context, plural in snake case. */
export function tableOf({ context, aggregate }: Resource): string {
  return `"${snake(context.name)}"."${postgresName(aggregate.plural)}"`;
}

/**
 * Holds every statement on a resource's table until `release`: the way to have a request in flight
 * for as long as a test wants it.
 */
export async function holdTable(
  world: World,
  resource: Resource,
): Promise<{ waiting(): Promise<void>; release(): Promise<void> }> {
  const client = new Client({
    connectionString: databaseUrl(world.database, world.database.owner),
  });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`LOCK TABLE ${tableOf(resource)} IN ACCESS EXCLUSIVE MODE`);
  let held = true;
  return {
    /** Until a statement of the service waits for the lock. */
    waiting: () =>
      eventually(
        async () => {
          const { rows } = await client.query(
            'SELECT 1 FROM pg_locks WHERE NOT granted AND relation = $1::regclass',
            [tableOf(resource)],
          );
          return rows.length > 0 ? true : undefined;
        },
        { what: 'a statement that waits for the lock' },
      ).then(() => undefined),
    async release() {
      if (!held) return;
      held = false;
      await client.query('ROLLBACK');
      await client.end();
    },
  };
}
