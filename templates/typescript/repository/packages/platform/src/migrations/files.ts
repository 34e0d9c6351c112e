import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The migrations of one context. */
export interface ContextMigrations {
  /** The PostgreSQL schema that the context owns. */
  readonly schema: string;
  /** Folder of files such as `0002_add_note.sql`, applied in the order of their names. */
  readonly directory: string;
}

export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  /** False for a file that begins with `-- no transaction`, such as CREATE INDEX CONCURRENTLY. */
  readonly transactional: boolean;
}

export async function readMigrations(directory: string): Promise<readonly MigrationFile[]> {
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
