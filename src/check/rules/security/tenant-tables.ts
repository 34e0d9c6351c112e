import { contextsOf } from '../../reading/contexts.ts';
import type { Repository } from '../../reading/repository.ts';
import { isNode, type SqlStatement } from '../../reading/sql.ts';
import { commandsOf, partsOf } from '../../reading/sql-parts.ts';
import { inspectEach, type Check } from '../../rule.ts';

const column = 'tenant_id';

export const tenantTables: Check = {
  name: 'tenant-tables',
  title: 'Tables of tenants have row-level security',
  reason:
    'Without it the condition of every single statement is all that keeps tenants apart, and one that forgets it shows the rows of everybody.',
  mend: 'Let the migration that makes the table ENABLE ROW LEVEL SECURITY and CREATE POLICY "tenant", as those of 0001 do.',
  subject: 'tables of tenants',
  applies: ({ blueprint }) => blueprint.features.tenancy === 'claim',
  inspect: (repository) =>
    inspectEach(
      contextsOf(repository).flatMap(({ folder }) => tablesOf(repository, folder)),
      function* ({ path, offset, name, isSecured }) {
        if (!isSecured)
          yield repository.at(path, offset, `${name} shows the rows of every tenant.`);
      },
    ),
};

interface TenantTable {
  readonly path: string;
  readonly offset: number;
  readonly name: string;
  readonly isSecured: boolean;
}

/** A table without the column belongs to no tenant: that was decided by whoever made it. */
function tablesOf(repository: Repository, folder: string): readonly TenantTable[] {
  const migrations = repository
    .paths(`${folder}/migrations/**/*.sql`)
    .map((path) => ({ path, statements: repository.sql(path)?.statements ?? [] }));
  const secured = new Set(
    migrations.flatMap(({ statements }) => statements.flatMap((each) => [...securedBy(each)])),
  );
  return migrations.flatMap(({ path, statements }) =>
    statements.flatMap(({ kind, node, offset }) => {
      const name = kind === 'CreateStmt' ? nameIn(node['relation']) : null;
      const isTenants = partsOf(node['tableElts'], 'ColumnDef').some(
        ({ colname }) => colname === column,
      );
      return name === null || !isTenants
        ? []
        : [{ path, offset, name, isSecured: secured.has(name) }];
    }),
  );
}

function* securedBy({ kind, node }: SqlStatement): Generator<string> {
  const name = nameIn(node['relation']);
  if (
    kind === 'AlterTableStmt' &&
    name !== null &&
    commandsOf(node).includes('AT_EnableRowSecurity')
  )
    yield name;
}

function nameIn(relation: unknown): string | null {
  if (!isNode(relation)) return null;
  const { schemaname, relname } = relation;
  return [schemaname, relname].filter((part) => typeof part === 'string').join('.');
}
