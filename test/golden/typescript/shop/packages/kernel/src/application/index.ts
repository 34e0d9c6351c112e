export type { Clock, IdGenerator } from './clock.ts';
export type {
  Actor,
  Delivery,
  Execution,
  IdempotentRequest,
  Reader,
  StoredResponse,
} from './execution.ts';
export type { CallOptions, ExternalOutcome } from './external.ts';
export { inTurn } from './in-turn.ts';
export type { EventHandler, IntegrationEvent } from './integration-event.ts';
export { mergedMembers } from './merge-patch.ts';
export { invalid, notFound, stale, type ApplicationError, type Outcome } from './outcome.ts';
export type { Page, Position } from './page.ts';
export { isMet, type Precondition } from './precondition.ts';
export {
  answerSaga,
  beginSaga,
  compensateSaga,
  expireSaga,
  type Publication,
  type SagaDefinition,
  type SagaProgress,
  type SagaState,
} from './saga.ts';
export type { EventPublisher, SagaStore } from './saga-store.ts';
export type { UnitOfWork } from './unit-of-work.ts';
