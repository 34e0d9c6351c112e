import { Registry } from 'prom-client';
import { createHttpMetrics, type HttpMetrics } from './http-metrics.ts';
import { createLogger, type Logger, type LogLevel } from './logger.ts';
import { standardOutput } from './output.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { createTracing, disabledTracing, type Tracing } from './tracing.ts';

export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly tracing: Tracing;
  readonly http: HttpMetrics;
  /** Sends what is still buffered. */
  stop(): Promise<void>;
}

export interface TelemetryOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Base address of an OTLP/HTTP collector; null: no traces leave this process. */
  readonly otlpEndpoint: string | null;
}

export function createTelemetry({ service, level, otlpEndpoint }: TelemetryOptions): Telemetry {
  const metrics = new Registry();
  const processMetrics = registerProcessMetrics(metrics);
  const output = standardOutput();
  const logger = createLogger(service, level, output);
  const tracing = otlpEndpoint === null ? disabledTracing : createTracing(service, otlpEndpoint);
  return {
    logger,
    metrics,
    tracing,
    http: createHttpMetrics(metrics),
    async stop() {
      processMetrics.stop();
      await tracing.stop();
      await output.flush();
    },
  };
}

/** Says nothing and sends nothing; for tests. */
export function createTestTelemetry(): Telemetry {
  const metrics = new Registry();
  return {
    logger: createLogger('test', 'silent'),
    metrics,
    tracing: disabledTracing,
    http: createHttpMetrics(metrics),
    stop: () => Promise.resolve(),
  };
}
