import { runAudit } from '@packages/platform/audit';
import { exitOnConfigProblems, loadMigrationConfig } from '@packages/platform/config';
import { migrations } from './contexts.ts';

const { database } = exitOnConfigProblems(loadMigrationConfig(process.env));

process.exitCode = await runAudit({
  arguments: process.argv.slice(2),
  url: database.url,
  ownerUrl: database.migrationUrl,
  contexts: migrations,
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
});
