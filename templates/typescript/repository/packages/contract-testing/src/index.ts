export { contractBetween, externalContractBetween } from './contract.ts';
export { eventContractBetween } from './event-contract.ts';
export * from './matchers.ts';
export { startService, type Service } from './service.ts';
export { verifyEvents, verifyService } from './verify.ts';
