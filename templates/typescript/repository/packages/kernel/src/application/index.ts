export type { Clock, IdGenerator } from './clock.ts';
export type {
  Actor,
  Delivery,
  Execution,
  IdempotentRequest,
  Reader,
  StoredResponse,
} from './execution.ts';
export type { EventHandler, IntegrationEvent } from './integration-event.ts';
export { mergedMembers } from './merge-patch.ts';
export { invalid, notFound, stale, type ApplicationError, type Outcome } from './outcome.ts';
export type { Page, Position } from './page.ts';
export { isMet, type Precondition } from './precondition.ts';
export type { UnitOfWork } from './unit-of-work.ts';
