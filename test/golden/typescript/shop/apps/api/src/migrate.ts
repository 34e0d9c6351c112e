import { exitOnConfigProblems, loadMigrationConfig } from '@packages/platform/config';
import { migrate } from '@packages/platform/migrations';
import { createLogger } from '@packages/platform/telemetry';
import { migrations } from './contexts.ts';

const { database } = exitOnConfigProblems(loadMigrationConfig(process.env));

await migrate({
  url: database.migrationUrl.current(),
  applicationUrl: database.url.current(),
  contexts: migrations,
  statementTimeoutMs: database.statementTimeoutMs,
  logger: createLogger('shop-api', 'info'),
});
