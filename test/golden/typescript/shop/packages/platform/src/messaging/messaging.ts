import { randomUUID } from 'node:crypto';
import type { CommittedEvents } from '../database/committed.ts';
import type { Database } from '../database/index.ts';
import type { Module } from '../module.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { createInboxTransport } from './inbox-transport.ts';
import { createInboxWorker } from './inbox-worker.ts';
import { createLeaseQueue } from './lease-queue.ts';
import type { QueueTable } from './lease-statements.ts';
import { limitedConnection } from './limited-connection.ts';
import { createLoop, type Loop } from './loop.ts';
import { createMaintenance, type ContextQueues } from './maintenance.ts';
import { createInboxMeter, createOutboxMeter } from './metrics.ts';
import { createOutboxRelay } from './outbox-relay.ts';
import { createPlaces } from './places.ts';
import type { Subscription } from './transport.ts';

export interface MessagingOptions {
  readonly database: Database;
  /** The contexts that this process hosts. */
  readonly modules: readonly Pick<Module, 'schema' | 'handlers' | 'sweeps'>[];
  /** Every consumer of every event published here, hosted here or elsewhere. */
  readonly subscriptions: readonly Subscription[];
  readonly telemetry: Telemetry;
}

/** Moves events from outboxes to inboxes and from inboxes to consumers. */
export interface Messaging {
  start(): void;
  /** Finishes what is under way and gives the leases back. */
  stop(): Promise<void>;
}

/** Together, whatever the number of contexts. */
const connections = 2;
/** The part of the pool that handlers of events may take; the rest is for requests. */
const handlersShare = 1 / 4;
const pollMs = 1000;
const watchMs = 2000;
const purgeMs = 60_000;

export function createMessaging(options: MessagingOptions): Messaging {
  const { database, modules, subscriptions, telemetry } = options;
  const { logger } = telemetry;
  const connection = limitedConnection(database.primary, createPlaces(connections));
  const handlerPlaces = createPlaces(Math.max(1, Math.floor(database.size * handlersShare)));
  const holder = randomUUID();
  const meter = createOutboxMeter(telemetry);
  const inboxMeter = createInboxMeter(telemetry);

  const queueOf = (schema: string, table: QueueTable) =>
    createLeaseQueue({ connection, schema, table, holder });
  const queues = modules.map(({ schema }): ContextQueues => ({
    schema,
    outbox: queueOf(schema, '_outbox'),
    inbox: queueOf(schema, '_inbox'),
  }));
  const loopOf = (name: string, everyMs: number, round: () => Promise<boolean>): Loop =>
    createLoop({ name, round, everyMs, logger });

  const workers = new Map(
    modules.flatMap(({ schema, handlers }) => {
      const queue = queues.find((each) => each.schema === schema)?.inbox;
      if (queue === undefined || handlers.length === 0) return [];
      const worker = createInboxWorker({
        queue,
        handlers,
        places: handlerPlaces,
        meter: inboxMeter,
        telemetry,
      });
      return [[schema, loopOf(`${schema} inbox`, pollMs, worker.round)] as const];
    }),
  );
  const transport = createInboxTransport({
    connection,
    subscriptions,
    delivered: (schema) => workers.get(schema)?.wake(),
    logger,
  });
  const relays = new Map(
    queues.map(({ schema, outbox }) => {
      const relay = createOutboxRelay({ queue: outbox, transport, meter, logger });
      return [schema, loopOf(`${schema} outbox`, pollMs, relay.round)] as const;
    }),
  );

  const maintenance = createMaintenance({ connection, queues, meter, inboxMeter, logger });
  const sweep = (run: () => Promise<void>) => async () => {
    await run();
    return false;
  };
  const maintaining = [
    loopOf('watch', watchMs, sweep(maintenance.watch)),
    loopOf('purge', purgeMs, maintenance.purge),
  ];
  const sweeps = modules.flatMap((module) => module.sweeps);
  // One after the other: each takes a connection, and together they would open new ones.
  const sweeping = sweeps.map(({ name, everyMs, run }, index) => ({
    loop: loopOf(name, everyMs, sweep(run)),
    afterMs: (everyMs * index) / sweeps.length,
  }));

  const loops = [
    ...[...relays.values(), ...workers.values(), ...maintaining].map((loop) => ({
      loop,
      afterMs: 0,
    })),
    ...sweeping,
  ];
  const subscribed: (() => void)[] = [];
  return {
    start: () => {
      for (const [schema, relay] of relays) {
        const heed = ({ waiting, published }: CommittedEvents): void => {
          if (waiting > 0) relay.wake();
          if (published > 0) meter.published(published);
        };
        subscribed.push(database.committed.subscribe(schema, heed));
      }
      for (const { loop, afterMs } of loops) loop.start(afterMs);
    },
    stop: async () => {
      for (const unsubscribe of subscribed) unsubscribe();
      await Promise.all(loops.map(({ loop }) => loop.stop()));
      await Promise.all(queues.flatMap(({ outbox, inbox }) => [outbox.release(), inbox.release()]));
    },
  };
}
