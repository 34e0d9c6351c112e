import type { Telemetry } from '../telemetry/index.ts';

/** How many statements the work sends, apart from those that begin and end transactions. */
export async function countStatements(
  { metrics }: Telemetry,
  work: () => Promise<unknown>,
): Promise<number> {
  const before = await sent(metrics);
  await work();
  return (await sent(metrics)) - before;
}

const transactionControl = new Set(['BEGIN', 'COMMIT', 'ROLLBACK', 'SAVEPOINT']);

async function sent(metrics: Telemetry['metrics']): Promise<number> {
  const duration = await metrics.getSingleMetric('db_client_operation_duration_seconds')?.get();
  return (duration?.values ?? [])
    .filter(
      (value) =>
        'metricName' in value &&
        value.metricName === 'db_client_operation_duration_seconds_count' &&
        !transactionControl.has(String(value.labels['db_operation_name'])),
    )
    .reduce((sum, { value }) => sum + value, 0);
}
