export type { Collection } from './collection.ts';
export { contractBetween, externalContractBetween } from './contract.ts';
export { eventContractBetween } from './event-contract.ts';
export * from './matchers.ts';
export { startIdentityProvider, type IdentityProvider } from './identity-provider.ts';
export { startService } from './service.ts';
export { verifyEvents, verifyService } from './verify.ts';
