import { contextsOf } from '../../reading/contexts.ts';
import type { Repository } from '../../reading/repository.ts';
import type { Sql } from '../../reading/sql.ts';
import { schemaReferences } from '../../reading/sql-references.ts';
import { inspectEach, type Check, type Finding } from '../../rule.ts';

export const foreignKeys: Check = {
  name: 'foreign-keys',
  title: 'No foreign key leaves the schema of its context',
  reason:
    'A foreign key into another context locks its tables on every write, decides what it may delete, and keeps the two from ever being two databases.',
  mend: 'Keep the id as a plain column, and react to the event that says that the other side is gone.',
  subject: 'migrations',
  inspect: (repository) =>
    inspectEach(migrations(repository), ({ path, sql, schema, others }) =>
      [...schemaReferences(sql)]
        .filter((reference) => reference.isKey && others.has(reference.schema))
        .map(({ name, offset }) =>
          repository.at(path, offset, `A foreign key of ${schema} points to ${name}.`),
        ),
    ),
};

export const migrationSchema: Check = {
  name: 'migration-schema',
  title: 'A migration touches the schema of its own context only, and names it',
  reason:
    'A table that two contexts write belongs to neither: no team can change it alone. A table without its schema lands wherever the search path leads.',
  mend: "Write the schema of the context in front of every table. What is another context's comes by its events into a table of one's own.",
  subject: 'migrations',
  inspect: (repository) =>
    inspectEach(migrations(repository), function* ({ path, sql, schema, others }) {
      if (sql.error !== null) {
        const { message, offset } = sql.error;
        yield repository.at(path, offset, `PostgreSQL cannot parse this: ${message}.`);
      }
      for (const { schema: touched, name, offset, isKey } of schemaReferences(sql)) {
        if (!isKey && others.has(touched))
          yield repository.at(path, offset, `A migration of ${schema} touches ${name}.`);
      }
      yield* unqualified(repository, path, sql);
    }),
};

interface Migration {
  readonly path: string;
  readonly sql: Sql;
  readonly schema: string;
  /** the schemas of the other contexts */
  readonly others: ReadonlySet<string>;
}

function* migrations(repository: Repository): Generator<Migration> {
  const contexts = contextsOf(repository);
  for (const { folder, schema } of contexts) {
    const others = new Set(contexts.map((other) => other.schema));
    others.delete(schema);
    for (const path of repository.paths(`${folder}/migrations/**/*.sql`)) {
      const sql = repository.sql(path);
      if (sql !== null) yield { path, sql, schema, others };
    }
  }
}

/** Statements that make or change a table without saying in which schema. */
const changing = new Set([
  'AlterTableStmt',
  'CreateStmt',
  'DeleteStmt',
  'IndexStmt',
  'InsertStmt',
  'RenameStmt',
  'UpdateStmt',
]);

function* unqualified(repository: Repository, path: string, sql: Sql): Generator<Finding> {
  for (const { kind, node, offset } of sql.statements) {
    const relation = node['relation'] as { relname?: unknown; schemaname?: unknown } | undefined;
    if (!changing.has(kind) || typeof relation?.relname !== 'string') continue;
    if (relation.schemaname === undefined && node['relpersistence'] !== 't')
      yield repository.at(path, offset, `${relation.relname} is named without its schema.`);
  }
}
