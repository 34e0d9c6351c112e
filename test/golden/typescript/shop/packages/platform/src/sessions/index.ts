export type { SignInConfig } from './config.ts';
export { createSessions, type Sessions } from './sessions.ts';
