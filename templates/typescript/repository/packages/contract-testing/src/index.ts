export { contractBetween } from './contract.ts';
export * from './matchers.ts';
export { startService, type Service } from './service.ts';
export { verifyEvents, verifyService } from './verify.ts';
