export { createIdentity, type Identity } from './identity.ts';
export type { Principal } from './principal.ts';
