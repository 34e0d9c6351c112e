import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface OwnedSchema {
  /** The name of the PostgreSQL schema. */
  readonly schema: string;
  /** Folder of migrations such as `0002_add_note.sql`, applied in the order of their names. */
  readonly directory: string;
}

/** What a context owns in the database. */
export interface ContextSchema extends OwnedSchema {
  /** The table of each aggregate, by the aggregate's name. */
  readonly aggregates: Readonly<Record<string, string>>;
}

export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  /** False for a file that begins with `-- no transaction`, such as CREATE INDEX CONCURRENTLY. */
  readonly transactional: boolean;
}

/** The tables that every context has for the platform; `{schema}` stands for its schema. */
const recordsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url));

/** What the platform keeps for itself. No context can be called so: names begin with a letter. */
export const securitySchema: OwnedSchema = {
  schema: '_security',
  directory: fileURLToPath(new URL('../../migrations/security', import.meta.url)),
};

/** The migrations of the platform's own schema. */
export const readSecurityMigrations = (): Promise<readonly MigrationFile[]> =>
  readDirectory(securitySchema.directory);

/** All migrations of a context, those of the platform first. */
export async function readMigrations({
  schema,
  directory,
}: OwnedSchema): Promise<readonly MigrationFile[]> {
  const platform = await readDirectory(recordsDirectory);
  return [
    ...platform.map((file) => ({
      ...file,
      name: `platform/${file.name}`,
      sql: file.sql.replaceAll('{schema}', schema),
    })),
    ...(await readDirectory(directory)),
  ];
}

async function readDirectory(directory: string): Promise<readonly MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8');
      return {
        name,
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
        transactional: !sql.startsWith('-- no transaction'),
      };
    }),
  );
}
