export {
  sessionCookieName,
  type BrowserSession,
  type BrowserSessions,
  type RequestOrigin,
  type SessionRefusal,
} from './browser-sessions.ts';
export { createIdentity, type Identity } from './identity.ts';
export type { Principal } from './principal.ts';
