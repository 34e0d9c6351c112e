export type { ColumnType, Insertable, Selectable } from 'kysely';
export type { DatabaseAddress, DatabaseConfig, PoolConfig } from './config.ts';
export type { Connection } from './connection.ts';
export { createDatabase, type Database } from './database.ts';
export { DatabaseUnavailable } from './errors.ts';
export {
  queriesOf,
  sqlStatement,
  statement,
  type Queries,
  type Statement,
  type StatementValue,
} from './statement.ts';
export type { Publication, UnitOfWorkSession } from './unit-of-work/session.ts';
export {
  createUnitOfWork,
  type Envelope,
  type UnitOfWorkOptions,
} from './unit-of-work/unit-of-work.ts';
export { trackVersions } from './unit-of-work/versions.ts';
export { orTaken, type UniqueConstraints } from './unique.ts';
export { committing, rollingBack, type Conclusion, type Transaction } from './transaction.ts';
export { pageOf } from './page.ts';
