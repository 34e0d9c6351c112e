export { createSealing, type Sealing } from './sealing.ts';
export type { SecurityAction, SecurityEvent, SecurityLog } from './security-log.ts';
export { createSecurityLog } from './kept-log.ts';
