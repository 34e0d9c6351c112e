import { isNode, namesOf, sqlNodes } from '../../reading/sql.ts';
import { commandsOf, privilegesOf } from '../../reading/sql-parts.ts';
import { sqlScripts } from '../../reading/sql-scripts.ts';
import { inspectEach, type Check } from '../../rule.ts';

type Node = Readonly<Record<string, unknown>>;

const auditTables = new Set(['_audit_log', 'audit_log']);

export const auditTablesStay: Check = {
  name: 'audit-tables-stay',
  title: 'No SQL changes, empties or opens the audit logs',
  reason: 'A log that can be changed proves nothing, to nobody.',
  mend: 'Correct by a further entry; keep to the documented retention, which runs as the owner and leaves its own trace.',
  subject: 'scripts of SQL outside of contexts',
  inspect: (repository) =>
    inspectEach(
      sqlScripts(repository).filter(({ path }) => !path.startsWith('contexts/')),
      function* ({ path, statements }) {
        for (const { kind, node, offset } of statements)
          if (changes(kind, node) && namesAuditTable(node))
            yield repository.at(path, offset, 'The statement reaches into an audit log.');
      },
    ),
};

const writing = new Set(['update', 'delete', 'truncate']);

function changes(kind: string, node: Node): boolean {
  if (['UpdateStmt', 'DeleteStmt', 'TruncateStmt', 'DropStmt'].includes(kind)) return true;
  if (kind === 'AlterTableStmt')
    return commandsOf(node).some((command) => command.startsWith('AT_DisableTrig'));
  if (kind !== 'GrantStmt' || node['is_grant'] !== true) return false;
  const privileges = privilegesOf(node['privileges']);
  return privileges.length === 0 || privileges.some((privilege) => writing.has(privilege));
}

function namesAuditTable(root: Node): boolean {
  for (const [, node] of sqlNodes(root)) {
    if (auditTables.has(String(node['relname']))) return true;
    const list = node['List'];
    if (isNode(list) && namesOf(list['items']).some((name) => auditTables.has(name))) return true;
  }
  return false;
}
