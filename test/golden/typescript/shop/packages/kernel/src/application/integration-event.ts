import type { Execution } from './execution.ts';
import type { Outcome } from './outcome.ts';

/** What a context tells others: the attributes of CloudEvents 1.0, with correlation and causation. */
export interface IntegrationEvent<Type extends string = string, Data = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  /** e.g. `/ordering` */
  readonly source: string;
  /** e.g. `ordering.order-placed.v1` */
  readonly type: Type;
  /** id of the aggregate */
  readonly subject: string;
  /** RFC 3339 */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly traceparent?: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly data: Data;
}

/** A consumer. What it does with an event is done once, in one unit of work. */
export interface EventHandler<Event extends IntegrationEvent = IntegrationEvent> {
  /** e.g. `ordering.cancel-order-on-product-discontinued` */
  readonly consumer: string;
  readonly types: readonly Event['type'][];
  handle(event: Event, execution: Execution): Promise<Outcome<unknown>>;
}
