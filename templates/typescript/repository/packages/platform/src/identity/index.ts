export type { BrowserSession, BrowserSessions } from './browser-sessions.ts';
export { createIdentity, type AuthenticationError, type Identity } from './identity.ts';
export type { Principal } from './principal.ts';
