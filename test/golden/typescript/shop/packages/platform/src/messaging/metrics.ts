import { Counter, Gauge } from 'prom-client';
import type { Telemetry } from '../telemetry/index.ts';
import type { Backlog } from './lease-queue.ts';

export interface OutboxMeter {
  published(count: number): void;
  dead(count: number): void;
  /** What is waiting in all outboxes of this process together. */
  backlog(backlog: Backlog): void;
}

export function createOutboxMeter({ metrics }: Telemetry): OutboxMeter {
  const registers = [metrics];
  const pending = new Gauge({
    name: 'outbox_pending',
    help: 'Events waiting to be published.',
    registers,
  });
  const oldest = new Gauge({
    name: 'outbox_oldest_seconds',
    help: 'Age of the oldest event waiting to be published.',
    registers,
  });
  const published = new Counter({
    name: 'outbox_published_total',
    help: 'Events published.',
    registers,
  });
  const dead = new Counter({
    name: 'outbox_dead_total',
    help: 'Events given up after the last attempt.',
    registers,
  });
  return {
    published: (count) => published.inc(count),
    dead: (count) => dead.inc(count),
    backlog: (backlog) => {
      pending.set(backlog.pending);
      oldest.set(backlog.oldestSeconds);
    },
  };
}

export interface InboxMeter {
  dead(count: number): void;
  /** How many events wait in all inboxes of this process together. */
  pending(count: number): void;
}

export function createInboxMeter({ metrics }: Telemetry): InboxMeter {
  const registers = [metrics];
  const pending = new Gauge({
    name: 'inbox_pending',
    help: 'Events waiting to be handled by a consumer.',
    registers,
  });
  const dead = new Counter({
    name: 'inbox_dead_total',
    help: 'Events that a consumer could not handle and that wait for a person.',
    registers,
  });
  return {
    dead: (count) => dead.inc(count),
    pending: (count) => pending.set(count),
  };
}
