import { isNode, type SqlStatement } from '../../reading/sql.ts';
import {
  commandsOf,
  optionsOf,
  partsOf,
  privilegesOf,
  roleOf,
  rolesIn,
} from '../../reading/sql-parts.ts';
import { sqlScripts } from '../../reading/sql-scripts.ts';
import { inspectEach, type Check } from '../../rule.ts';

type Node = Readonly<Record<string, unknown>>;

export const databaseRoles: Check = {
  name: 'database-roles',
  title: 'The role of the application reads and writes rows, and nothing else',
  reason:
    'Whoever finds a way into the service has the rights of its role: to empty tables, to leave row-level security aside, to become the owner.',
  mend: 'Leave grants to the platform, which gives SELECT, INSERT, UPDATE and DELETE; give a function that runs as its owner SET search_path, and every policy a condition.',
  subject: 'scripts of SQL',
  inspect: (repository) =>
    inspectEach(sqlScripts(repository), function* ({ path, statements }) {
      for (const statement of statements)
        for (const message of faultsOf(statement, statements))
          yield repository.at(path, statement.offset, message);
    }),
};

function* faultsOf({ kind, node }: SqlStatement, all: readonly SqlStatement[]): Generator<string> {
  switch (kind) {
    case 'GrantStmt':
      yield* grantFaults(node);
      return;
    case 'AlterDefaultPrivilegesStmt':
      if (isNode(node['action'])) yield* grantFaults(node['action']);
      return;
    case 'GrantRoleStmt':
      if (node['is_grant'] === true && rolesIn(node['grantee_roles']).some(isApplication))
        for (const role of privilegesOf(node['granted_roles']))
          if (powerful.test(role)) yield `The application becomes ${role}.`;
      return;
    case 'CreateRoleStmt':
    case 'AlterRoleStmt':
      if (isApplication(roleOf(node)))
        for (const option of optionsOf(node))
          if (rights.has(option)) yield `The application gets the right ${option}.`;
      return;
    case 'CreateFunctionStmt':
      if (runsAsOwner(node) && !setsSearchPath(node))
        yield 'The function runs as its owner, by whatever search path its caller has.';
      return;
    case 'CreatePolicyStmt':
      if (isOpenPolicy(node))
        yield `The policy ${String(node['policy_name'])} lets every row pass.`;
      return;
    case 'AlterTableStmt':
      for (const [off, on] of securitySwitches)
        if (commandsOf(node).includes(off) && !isSwitchedOn(node, on, all))
          yield 'Row-level security is turned off.';
  }
}

/** How a role of the application is called here, and in most places. */
const isApplication = (role: string): boolean => /(?:^|_)app(?:lication)?$/.test(role);

const powerful = /(?:^|_)(?:owner|admin|superuser|postgres)$|^pg_(?:write|execute|read_server)/;
const rights = new Set(['superuser', 'bypassrls', 'createrole', 'createdb']);

/** What nobody needs who only reads and writes rows. */
const structural = new Set(['truncate', 'references', 'trigger', 'create']);
const bearing = new Set(['OBJECT_TABLE', 'OBJECT_SCHEMA', 'OBJECT_DATABASE']);

function* grantFaults(node: Node): Generator<string> {
  if (node['is_grant'] !== true || !bearing.has(String(node['objtype']))) return;
  const privileges = privilegesOf(node['privileges']);
  // The parser has no list for ALL.
  const given = privileges.length === 0 ? ['all'] : privileges;
  const roles = rolesIn(node['grantees']);
  for (const privilege of given) {
    const label = privilege.toUpperCase();
    if (roles.some(isApplication) && (privilege === 'all' || structural.has(privilege)))
      yield `The application gets ${label}.`;
    if (roles.includes('public') && !['usage', 'connect', 'temporary'].includes(privilege))
      yield `Everybody gets ${label}.`;
  }
}

const runsAsOwner = (node: Node): boolean => optionsOf(node).includes('security');

const setsSearchPath = ({ options }: Node): boolean =>
  partsOf(options, 'DefElem').some(({ defname, arg }) => {
    const set = isNode(arg) ? arg['VariableSetStmt'] : undefined;
    return defname === 'set' && isNode(set) && set['name'] === 'search_path';
  });

/** Permissive, for whoever the application is, and without a condition. */
function isOpenPolicy(node: Node): boolean {
  const roles = rolesIn(node['roles']);
  return (
    node['permissive'] === true &&
    roles.some((role) => role === 'public' || isApplication(role)) &&
    isAlways(node['qual'])
  );
}

function isAlways(condition: unknown): boolean {
  const constant = isNode(condition) ? condition['A_Const'] : undefined;
  const value = isNode(constant) ? constant['boolval'] : undefined;
  return isNode(value) && value['boolval'] === true;
}

const securitySwitches = [
  ['AT_DisableRowSecurity', 'AT_EnableRowSecurity'],
  ['AT_NoForceRowSecurity', 'AT_ForceRowSecurity'],
] as const;

/** A migration may turn it off for as long as it takes to move rows. */
const isSwitchedOn = (node: Node, command: string, all: readonly SqlStatement[]): boolean =>
  all.some(
    ({ kind, node: other }) =>
      kind === 'AlterTableStmt' &&
      tableOf(other) === tableOf(node) &&
      commandsOf(other).includes(command),
  );

function tableOf({ relation }: Node): string {
  return isNode(relation) ? `${String(relation['schemaname'])}.${String(relation['relname'])}` : '';
}
