import { contextFiles } from '../../reading/code/production.ts';
import { calledName, receiverOf, syntaxOf } from '../../reading/code/syntax.ts';
import { resolved } from '../../reading/code/values.ts';
import { realms } from '../../reading/deployment/realms.ts';
import type { Repository } from '../../reading/repository.ts';
import { parseSql, sqlNodes } from '../../reading/sql.ts';
import { nodesOf, ts } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';
import { auditTablesStay } from './audit-tables.ts';
import { refusalsAreAudited } from './refusals.ts';

const realmEvents: Check = {
  name: 'realm-events',
  title: 'The realm keeps the events of sign-ins and of administration',
  reason: 'Without them nobody can say afterwards who signed in, or who changed a client.',
  mend: 'Set eventsEnabled, adminEventsEnabled and adminEventsDetailsEnabled to true.',
  subject: 'realms',
  inspect: (repository) =>
    inspectEach(realms(repository), function* (realm) {
      for (const name of ['eventsEnabled', 'adminEventsEnabled'])
        if (realm.data[name] !== true) yield realm.at([name], `${name} is not on.`);
    }),
};

export const authenticationAudit: Rule = {
  id: 'SEC-7',
  title: 'Authentication events are audited, by the identity provider and by the service',
  checks: [realmEvents, refusalsAreAudited],
};

const building = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto']);

const recordedChanges: Check = {
  name: 'changes-are-recorded',
  title: 'What a repository writes, it records',
  reason:
    'The unit of work audits and publishes what was recorded; a row changed beside it leaves no trace.',
  mend: 'Call record(aggregate.pullEvents()) in the method that writes, as the other methods do.',
  subject: 'files of repositories',
  inspect: (repository) =>
    inspectEach(
      contextFiles(repository).filter(
        ({ path }) => path.endsWith('.repository.ts') && path.includes('/infrastructure/'),
      ),
      function* (file) {
        for (const call of syntaxOf(file).calls) {
          if (calledName(call) !== 'affected' || receiverOf(call) === null) continue;
          const [statement] = call.arguments;
          if (statement === undefined) continue;
          const { node } = resolved(repository, { file, node: statement });
          if (!writes(node)) continue;
          const method = methodAround(call);
          if (method !== null && !records(method))
            yield file.at(
              call,
              `${statement.getText(file.tree).slice(0, 60)} changes rows, and nothing is recorded of it.`,
            );
        }
      },
    ),
};

function writes(statement: ts.Node): boolean {
  for (const node of nodesOf(statement))
    if (ts.isCallExpression(node) && building.has(calledName(node) ?? '')) return true;
  return false;
}

/** The member of the repository that a node is in: the outermost one, below the function that makes it. */
function methodAround(node: ts.Node): ts.Node | null {
  let method: ts.Node | null = null;
  for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) {
    if (ts.isPropertyAssignment(at) || ts.isMethodDeclaration(at)) method = at;
    if (ts.isFunctionDeclaration(at)) return method ?? at;
  }
  return method;
}

function records(method: ts.Node): boolean {
  for (const node of nodesOf(method))
    if (ts.isCallExpression(node) && calledName(node) === 'record') return true;
  return false;
}

const throughUnitOfWork: Check = {
  name: 'writes-in-units-of-work',
  title: 'Contexts write in a unit of work only',
  reason: 'A transaction of its own has no audit entry, no event and no idempotency key.',
  mend: 'Write through a repository that createUnitOfWork hands out.',
  subject: 'source files of contexts',
  inspect: (repository) =>
    inspectEach(contextFiles(repository), function* (file) {
      if (!file.text.includes('database')) return;
      for (const call of syntaxOf(file).calls) {
        const on = receiverOf(call);
        if (on === null) continue;
        const name = calledName(call);
        const target = on.getText(file.tree);
        const beside =
          (name === 'transaction' && isDatabase(target)) ||
          (name === 'affected' && (target.endsWith('.primary') || target.includes('.readsOf(')));
        if (beside)
          yield file.at(call, `${target.slice(0, 60)}.${name} writes outside of a unit of work.`);
      }
    }),
};

const isDatabase = (text: string): boolean => text === 'database' || text.endsWith('.database');

const auditLogGrows: Check = {
  name: 'audit-log-grows-only',
  title: 'Contexts leave the audit log alone',
  reason: 'A log that can be changed proves nothing.',
  mend: 'Leave _audit_log and the schema _security to the platform: no migration and no statement of a context names it.',
  subject: 'migrations and source files of contexts',
  inspect: (repository) => {
    const migrations = repository.paths('contexts/*/migrations/*.sql');
    const sources = contextFiles(repository);
    const findings = [
      ...migrations.flatMap((path) => [...tablesNamed(repository, path)]),
      ...sources.flatMap((file) =>
        auditLog.test(file.text)
          ? syntaxOf(file)
              .texts.filter(({ text }) => auditLog.test(text))
              .map((node) => file.at(node, 'The context names the audit log.'))
          : [],
      ),
    ];
    return { looked: migrations.length + sources.length, findings };
  },
};

/** That of a context, and that of the platform, which has a schema of its own. */
const auditLog = /_audit_log|_security\b/;

function* tablesNamed(repository: Repository, path: string): Generator<Finding> {
  const text = repository.text(path) ?? '';
  if (!auditLog.test(text)) return;
  for (const { node, offset } of parseSql(text).statements) {
    for (const [, part] of sqlNodes(node))
      if (part['relname'] === '_audit_log' || part['schemaname'] === '_security')
        yield repository.at(path, offset, 'A migration of the context names the audit log.');
  }
}

export const mutationAudit: Rule = {
  id: 'SEC-8',
  title: 'Every mutation is audited, in the same transaction',
  checks: [recordedChanges, throughUnitOfWork, auditLogGrows, auditTablesStay],
};
