import { randomUUID } from 'node:crypto';
import type { Telemetry } from '../telemetry/index.ts';
import { internal } from './problem.ts';
import { problemResponse } from './response.ts';

/** What a caller gets where the edge itself fails: all that is known then is that something did. */
export const lastResort =
  ({ logger }: Telemetry) =>
  (error: Error): Response => {
    const correlationId = randomUUID();
    logger.error({ error, correlationId }, 'a request failed at the edge');
    return problemResponse(internal, { path: '/', context: { correlationId } });
  };
