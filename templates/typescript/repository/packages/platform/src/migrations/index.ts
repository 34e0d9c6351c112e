export { migrate, MigrationRefused, type MigrateOptions } from './migrate.ts';
export type { ContextMigrations } from './files.ts';
