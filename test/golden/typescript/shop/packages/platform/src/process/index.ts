export { runProcess, type ShutdownHook } from './run.ts';
