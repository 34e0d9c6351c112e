import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { describeError } from './described-error.ts';
import { standardOutput } from './output.ts';
import { currentContext } from './request-context.ts';

export type { Logger };

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One JSON object a line. */
export function createLogger(
  service: string,
  level: LogLevel,
  output: DestinationStream = standardOutput(),
): Logger {
  return pino(
    {
      level,
      base: { service },
      messageKey: 'message',
      errorKey: 'error',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: describeError },
      mixin: requestFields,
    },
    output,
  );
}

function requestFields(): object {
  const context = currentContext();
  if (context === undefined) return {};
  const { correlationId, traceId, spanId } = context;
  return { correlationId, traceId, spanId };
}
