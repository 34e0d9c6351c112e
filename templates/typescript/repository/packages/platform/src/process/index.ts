export { runProcess, type ProcessOptions, type ShutdownHook } from './run.ts';
