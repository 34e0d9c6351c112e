export {
  loadConfig,
  loadMigrationConfig,
  type Config,
  type ConfigOptions,
  type DatabaseConfig,
  type MigrationConfig,
} from './config.ts';
export type { ConfigProblem, Environment } from './environment.ts';
export { exitOnConfigProblems } from './exit.ts';
export { inlineSecret, type Secret } from './secret.ts';
