import { statementsOf, type Statement } from '../shared/sql/statements.ts';
import type { ComputedFile, HistoryChange, HistoryContinuation } from '../stack.ts';

/** Migrations may have been applied anywhere; each is kept with a checksum where it was. */
export function isHistory(path: string): boolean {
  return /^(contexts\/[^/]+|packages\/platform)\/migrations\/(?:[^/]+\/)?[^/]+\.sql$/.test(path);
}

/**
 * What a changed migration asks of a database that has the old one: statements on new tables and
 * indexes go into new files; what changed in a table that is there is for the team to write,
 * because only it knows what its rows are to become. What another migration has done is done.
 */
export function continueHistory(change: HistoryChange): HistoryContinuation {
  const others = change.existing
    .filter(({ path }) => path !== change.path)
    .flatMap(({ content }) => subjectsOf(statementsOf(content)));
  const before = subjectsOf(statementsOf(change.base));
  const after = subjectsOf(statementsOf(change.theirs));
  const there = new Set([...before, ...others].map(({ subject }) => subject));
  const added = after.filter(({ subject }) => !there.has(subject));
  const changed = before.flatMap((old): readonly Changed[] => {
    if (others.some((each) => alters(each, old))) return [];
    const now = after.find(({ subject }) => subject === old.subject);
    return now?.meaning === old.meaning ? [] : [{ old, now }];
  });
  // An index may rest on a column that the team has yet to make.
  const altered = new Set(changed.map(({ old }) => old.name));
  const waiting = added.filter(({ on }) => on !== null && altered.has(on));
  return {
    files: filesOf(
      added.filter((each) => !waiting.includes(each)),
      change,
    ),
    byHand: [
      ...changed.map(({ old, now }) =>
        now === undefined
          ? `${old.subject} is not used any more`
          : `${old.subject}: ${difference(old, now)}`,
      ),
      ...waiting.map(({ text }) => `after that: ${text}`),
    ],
  };
}

interface Changed {
  readonly old: Subject;
  /** undefined: it is emitted no more */
  readonly now: Subject | undefined;
}

/** People quote names or not. */
function alters({ meaning }: Subject, { name }: Subject): boolean {
  const plain = (text: string): string => text.replaceAll('"', '');
  return /^(?:ALTER|DROP) /i.test(meaning) && plain(meaning).includes(plain(name));
}

interface Subject extends Statement {
  /** what it makes, such as `table "shop"."orders"`; else the statement itself */
  readonly subject: string;
  /** the same without its kind */
  readonly name: string;
  /** the table of an index, of a policy, or of what is said about a table */
  readonly on: string | null;
}

const name = String.raw`"(?:[^"]|"")+"(?:\."(?:[^"]|"")+")?`;
const creation = new RegExp(
  String.raw`^CREATE (?:UNIQUE )?(TABLE|INDEX)(?: CONCURRENTLY)?(?: IF NOT EXISTS)? (${name})(?: ON (${name}))?`,
);
/** What a table is told about its rows, once it has the columns for it. */
const told = new RegExp(String.raw`^(?:ALTER TABLE|CREATE POLICY ${name} ON) (${name}) `);

function subjectsOf(statements: readonly Statement[]): readonly Subject[] {
  return statements.map((statement) => {
    const [, kind, made, on] = creation.exec(statement.meaning) ?? [];
    if (kind === undefined || made === undefined) {
      const { meaning } = statement;
      const table = told.exec(meaning)?.[1] ?? null;
      return { ...statement, subject: meaning, name: meaning, on: table };
    }
    return { ...statement, subject: `${kind.toLowerCase()} ${made}`, name: made, on: on ?? null };
  });
}

/** Which definitions of a table came and went. */
function difference(old: Subject, now: Subject): string {
  const [gone, come] = [missingLines(old, now), missingLines(now, old)];
  return [
    ...(gone.length === 0 ? [] : [`without ${gone.join(', ')}`]),
    ...(come.length === 0 ? [] : [`with ${come.join(', ')}`]),
  ].join('; ');
}

function missingLines(of: Subject, other: Subject): string[] {
  const there = new Set(linesOf(other));
  return linesOf(of).filter((line) => !there.has(line));
}

function linesOf({ text }: Subject): string[] {
  return text.split('\n').map((line) => line.trim().replace(/,$/, ''));
}

/** New tables with their indexes in one file; each index on a table with rows in one of its own. */
function filesOf(added: readonly Subject[], change: HistoryChange): readonly ComputedFile[] {
  const made = new Set(added.map(({ subject }) => subject));
  const isPartitioned = (table: string): boolean =>
    subjectsOf(statementsOf(change.theirs)).some(
      ({ subject, meaning }) => subject === `table ${table}` && / PARTITION BY /.test(meaning),
    );
  // An index is built without stopping writes, except on a partitioned table, where PostgreSQL cannot.
  const builtBeside = added.filter(
    ({ subject, on }) =>
      subject.startsWith('index ') && on !== null && !made.has(`table ${on}`) && !isPartitioned(on),
  );
  const together = added.filter((each) => !builtBeside.includes(each));
  const next = numbering(change.existing);
  const folder = change.path.slice(0, change.path.lastIndexOf('/'));
  const file = (subjects: readonly Subject[], content: string): ComputedFile => ({
    path: `${folder}/${next()}_add_${label(subjects)}.sql`,
    content,
  });
  return [
    ...(together.length === 0 ? [] : [file(together, scriptOf(together))]),
    ...builtBeside.map((each) =>
      file([each], `-- no transaction\n${each.text.replace(' INDEX ', ' INDEX CONCURRENTLY ')}\n`),
    ),
  ];
}

function scriptOf(statements: readonly Subject[]): string {
  const lines = statements.map(({ text, meaning }, index) => {
    const opens =
      index > 0 && meaning.startsWith('CREATE TABLE ') && !/ PARTITION OF /.test(meaning);
    return opens ? `\n${text}` : text;
  });
  return `${lines.join('\n')}\n`;
}

/** The names of what is made, the tables first, as a file name has room for. */
function label(subjects: readonly Subject[]): string {
  const named = subjects.filter(({ subject }) => /^(table|index) /.test(subject));
  const tables = named.filter(
    ({ subject, meaning }) => subject.startsWith('table ') && !/ PARTITION OF /.test(meaning),
  );
  const [first, ...rest] = (tables.length > 0 ? tables : named).map(({ subject }) =>
    subject.slice(
      subject.lastIndexOf('."') === -1 ? subject.indexOf('"') : subject.lastIndexOf('."') + 1,
    ),
  );
  if (first === undefined) return 'statements';
  const words = first.replaceAll(/[^a-z0-9_]+/gi, '').toLowerCase();
  return rest.length === 0 ? words : `${words}_and_${rest.length}_more`;
}

function numbering(existing: readonly ComputedFile[]): () => string {
  const numbers = existing.map(({ path }) => Number(/(?:^|\/)(\d+)_[^/]*$/.exec(path)?.[1] ?? 0));
  let last = Math.max(0, ...numbers);
  return () => String(++last).padStart(4, '0');
}
