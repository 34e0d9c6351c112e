import { postgresName, snake } from '../../blueprint/names.ts';

/**
 * What to know of the data of a context that was removed: it is never dropped by the program. The
 * migrations of the others leave its schema alone.
 */
export function dataThatStays(context: string): readonly string[] {
  const schema = postgresName(snake(context));
  return [
    `The data of ${context} stays in the PostgreSQL schema "${schema}"; nothing reads or writes it any more.`,
    `Before the version without ${context} is deployed, let its events go out: SELECT count(*) FROM "${schema}"."_outbox" WHERE published_at IS NULL AND dead_at IS NULL;`,
    `When every instance runs without ${context} and nobody needs the data, keep a copy: pg_dump --schema='"${schema}"' --format=custom --file=${schema}.dump "$MIGRATION_DATABASE_URL"; then drop it: DROP SCHEMA "${schema}" CASCADE;`,
  ];
}
