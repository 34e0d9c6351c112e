import { Counter, Gauge, Histogram } from 'prom-client';
import type { Telemetry } from '../telemetry/index.ts';
import type { Command } from './connection.ts';
import { DatabaseUnavailable } from './errors.ts';

/** How a pool is used at this moment. */
export interface PoolUsage {
  readonly idle: number;
  readonly used: number;
  readonly pending: number;
  readonly max: number;
}

export interface DatabaseMeter {
  /** Span and duration around one statement. */
  statement<T>(command: Command, work: () => Promise<T>): Promise<T>;
  /** Registers a pool's gauges; they are read when scraped. */
  pool(name: string, usage: () => PoolUsage): void;
  acquireTimedOut(pool: string): void;
}

/** Names as in OpenTelemetry's semantic conventions for database clients. */
export function createDatabaseMeter({ metrics, tracing }: Telemetry): DatabaseMeter {
  const pools = new Map<string, () => PoolUsage>();
  const registers = [metrics];
  const poolLabel = 'db_client_connection_pool_name';

  const duration = new Histogram({
    name: 'db_client_operation_duration_seconds',
    help: 'Duration of database statements.',
    labelNames: ['db_operation_name', 'error_type'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    registers,
  });
  new Gauge({
    name: 'db_client_connection_count',
    help: 'Connections of the pool by state.',
    labelNames: ['db_client_connection_state', poolLabel],
    registers,
    collect() {
      for (const [pool, usage] of pools) {
        this.set({ db_client_connection_state: 'idle', [poolLabel]: pool }, usage().idle);
        this.set({ db_client_connection_state: 'used', [poolLabel]: pool }, usage().used);
      }
    },
  });
  new Gauge({
    name: 'db_client_connection_max',
    help: 'Connections the pool may open.',
    labelNames: [poolLabel],
    registers,
    collect() {
      for (const [pool, usage] of pools) this.set({ [poolLabel]: pool }, usage().max);
    },
  });
  new Gauge({
    name: 'db_client_connection_pending_requests',
    help: 'Callers waiting for a connection.',
    labelNames: [poolLabel],
    registers,
    collect() {
      for (const [pool, usage] of pools) this.set({ [poolLabel]: pool }, usage().pending);
    },
  });
  const timeouts = new Counter({
    name: 'db_client_connection_timeouts_total',
    help: 'Callers that gave up waiting for a connection.',
    labelNames: [poolLabel],
    registers,
  });

  // Finding a labelled child costs more than observing, and there are but a few operations.
  const successes = new Map<string, Histogram.Internal<string>>();
  const successOf = (operation: string): Histogram.Internal<string> => {
    const known = successes.get(operation);
    if (known !== undefined) return known;
    const child = duration.labels({ db_operation_name: operation });
    successes.set(operation, child);
    return child;
  };

  const timed = async <T>({ operation }: Command, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    try {
      const result = await work();
      successOf(operation).observe((performance.now() - startedAt) / 1000);
      return result;
    } catch (error) {
      const labels = {
        db_operation_name: operation,
        error_type: error instanceof DatabaseUnavailable ? error.reason : 'error',
      };
      duration.observe(labels, (performance.now() - startedAt) / 1000);
      throw error;
    }
  };

  return {
    statement: (command, work) =>
      tracing.enabled
        ? tracing.span(
            command.name,
            {
              kind: 'client',
              attributes: {
                'db.system.name': 'postgresql',
                'db.operation.name': command.operation,
                'db.query.summary': command.name,
                'db.query.text': command.text,
              },
            },
            () => timed(command, work),
          )
        : timed(command, work),
    pool: (name, usage) => {
      pools.set(name, usage);
      timeouts.inc({ [poolLabel]: name }, 0);
    },
    acquireTimedOut: (pool) => timeouts.inc({ [poolLabel]: pool }),
  };
}
