export { loadConfig, loadMigrationConfig, type Config, type DatabaseConfig } from './config.ts';
export type { Environment } from './environment.ts';
export { exitOnConfigProblems } from './exit.ts';
