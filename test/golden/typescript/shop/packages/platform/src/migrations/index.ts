export { migrate, type MigrateOptions } from './migrate.ts';
export { MigrationRefused } from './refused.ts';
export type { ContextSchema } from './files.ts';
