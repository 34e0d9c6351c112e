import type { DomainEvent } from '@packages/kernel';
import type { IntegrationEvent } from '@packages/kernel/application';
import type { Connection } from '../connection.ts';

/** What the repositories of one unit of work share. */
export interface UnitOfWorkSession<Event extends DomainEvent = DomainEvent> {
  readonly connection: Connection;
  /** Takes the events of an aggregate that was just written: each is audited and published. */
  readonly record: (events: readonly Event[]) => void;
  /** Publishes what tells of no change of an aggregate, such as a saga's request. */
  readonly publish: (publication: Publication) => void;
}

/** What the caller decides about an event; the unit of work adds the rest of the envelope. */
export type Publication = Pick<IntegrationEvent, 'type' | 'source' | 'subject' | 'data'>;
