import type { DatabaseAddress } from '../database/config.ts';
import type { ContextSchema } from '../migrations/files.ts';
import type { Head } from '../security/chain.ts';
import { readAnchors } from './anchors.ts';
import { verifyContextLog } from './context-chains.ts';
import type { AuditFinding } from './finding.ts';
import { verifySecurityLog } from './security-chain.ts';
import { withSnapshot } from './snapshot.ts';

export interface AuditReport {
  /** How many entries there are, by the schema of the log. */
  readonly entries: Readonly<Record<string, number>>;
  /** The end of the security log, which through its seals stands for all logs. */
  readonly head: Head;
  readonly findings: readonly AuditFinding[];
}

export interface VerifyOptions {
  /** Of any role that may read the logs and the tables of aggregates. */
  readonly url: DatabaseAddress;
  readonly contexts: readonly ContextSchema[];
  /** A head that was noted earlier, elsewhere: the log has to go through it. */
  readonly noted: Head | null;
}

/**
 * Finds an entry that was changed, removed, inserted or cut off at the end. What whoever owns the
 * database could write anew as a whole is found by a head that was noted elsewhere.
 */
export function verifyAudit({ url, contexts, noted }: VerifyOptions): Promise<AuditReport> {
  return withSnapshot(url, async (client) => {
    const anchors = await readAnchors(client);
    const security = await verifySecurityLog(client, anchors, noted);
    const entries: Record<string, number> = { _security: security.entries };
    const findings = [...security.findings];
    for (const context of contexts) {
      const pruned = anchors.get(context.schema)?.position ?? 0;
      const report = await verifyContextLog(client, context, pruned);
      entries[context.schema] = report.entries;
      findings.push(...report.findings);
    }
    return { entries, head: security.head, findings };
  });
}
