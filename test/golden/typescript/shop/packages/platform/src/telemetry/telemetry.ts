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
  /** Sends what is still buffered, as far as there is somebody to take it. */
  stop(): Promise<void>;
}

export interface TelemetryOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Base address of an OTLP/HTTP collector; null: no traces leave this process. */
  readonly otlpEndpoint: string | null;
}

const lastSpansMilliseconds = 2000;

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
      await sendLastSpans(tracing).catch((error: unknown) =>
        logger.warn({ error }, 'the last spans were not sent'),
      );
      await output.flush();
    },
  };
}

/** The exporter alone would try again for longer than a process has to end. */
async function sendLastSpans(tracing: Tracing): Promise<void> {
  const timeout = Bun.sleep(lastSpansMilliseconds).then(() => {
    throw new Error(`The collector did not answer within ${lastSpansMilliseconds} ms.`);
  });
  await Promise.race([tracing.stop(), timeout]);
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
