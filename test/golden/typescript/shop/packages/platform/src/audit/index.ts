export { runAudit } from './command.ts';
