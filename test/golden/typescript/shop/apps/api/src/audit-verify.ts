import { exitOnConfigProblems, loadMigrationConfig } from '@packages/platform/config';
import { verifyAudit } from '@packages/platform/database';
import { migrations } from './contexts.ts';

const { database } = exitOnConfigProblems(loadMigrationConfig(process.env));

const { entries, findings } = await verifyAudit(database.url.current(), migrations);

for (const { schema, aggregate, aggregateId, seq, problem } of findings) {
  const entry = seq === null ? '' : `, entry ${seq},`;
  console.error(`${schema}: ${aggregate} ${aggregateId}${entry} ${problem}`);
}
if (findings.length > 0) {
  console.error(`The audit log was tampered with: ${findings.length} findings.`);
  process.exitCode = 1;
} else {
  console.log(`The audit log is intact: ${entries} entries.`);
}
