export { currentContext, runInContext, type RequestContext } from './request-context.ts';
export { createLogger, logLevels, type Logger, type LogLevel } from './logger.ts';
export { createTelemetry, createTestTelemetry, type Telemetry } from './telemetry.ts';
export { failSpan, tracingWith } from './tracing.ts';
export { parseTraceparent } from './trace-context.ts';
