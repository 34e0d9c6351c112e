import { isForTests } from './code/production.ts';
import { derived } from './derived.ts';
import { parseSql, type SqlStatement } from './sql.ts';

/** The SQL of a file that is run somewhere: a migration, or what operations runs. */
export interface SqlScript {
  readonly path: string;
  /** With offsets in the file; none where it cannot be parsed. */
  readonly statements: readonly SqlStatement[];
}

/** Files of SQL, and the here-documents of shell scripts that psql reads. */
export const sqlScripts = derived((repository): readonly SqlScript[] => [
  ...repository
    .paths('**/*.sql')
    .filter((path) => !isForTests(path))
    .map((path) => ({ path, statements: repository.sql(path)?.statements ?? [] })),
  ...repository
    .paths('**/*.sh')
    .filter((path) => !isForTests(path) && (repository.text(path) ?? '').includes('psql'))
    .map((path) => ({ path, statements: inShell(repository.text(path) ?? '') })),
]);

const opening = /<<-?\s*(['"]?)([A-Z]{3,20})\1/;

function inShell(text: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  let end: string | null = null;
  let start = 0;
  let offset = 0;
  for (const line of text.split('\n')) {
    if (end === null) {
      end = line.includes('psql') ? (opening.exec(line)?.[2] ?? null) : null;
      start = offset + line.length + 1;
    } else if (line.trim() === end) {
      const from = start;
      const { statements: read } = parseSql(withoutPsql(text.slice(start, offset)));
      statements.push(...read.map((each) => ({ ...each, offset: each.offset + from })));
      end = null;
    }
    offset += line.length + 1;
  }
  return statements;
}

/** Commands and variables of psql, blanked out so that offsets stay what they are. */
const withoutPsql = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line.trimStart().startsWith('\\') ? ' '.repeat(line.length) : line))
    .join('\n')
    .replaceAll(/(^|[^:]):(?=['"])/g, '$1 ');
