import { exitOnConfigProblems, loadMigrationConfig } from '@packages/platform/config';
import { migrate } from '@packages/platform/migrations';
import { createLogger } from '@packages/platform/telemetry';
import { migrations } from './contexts.ts';

const { database, unprotected } = exitOnConfigProblems(loadMigrationConfig(process.env));

const logger = createLogger('shop-api', 'info');
for (const variable of unprotected) logger.warn({ variable }, 'encryption is switched off');

await migrate({
  url: database.migrationUrl,
  applicationUrl: database.url,
  contexts: migrations,
  statementTimeoutMs: database.statementTimeoutMs,
  logger,
});
