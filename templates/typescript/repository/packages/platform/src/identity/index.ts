export {
  sessionCookieName,
  type BrowserSession,
  type BrowserSessions,
  type RequestOrigin,
} from './browser-sessions.ts';
export { createIdentity, type AuthenticationError, type Identity } from './identity.ts';
export type { Principal } from './principal.ts';
