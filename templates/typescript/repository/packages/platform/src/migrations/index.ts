export { migrate, MigrationRefused, type MigrateOptions } from './migrate.ts';
export type { ContextSchema } from './files.ts';
