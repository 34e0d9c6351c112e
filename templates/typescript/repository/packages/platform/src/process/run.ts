import type { Server } from '../http/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

/** Something that has to let go of what it holds before the process ends. */
export interface ShutdownHook {
  readonly name: string;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly server: Server;
  readonly telemetry: Telemetry;
  readonly graceSeconds: number;
  /** Run one after another, once the requests in flight are done. */
  readonly hooks: readonly ShutdownHook[];
}

/** Part of the grace that requests in flight leave to the hooks. */
const hookShare = 0.25;
const signalExitCodes = { SIGTERM: 143, SIGINT: 130 } as const;

/** Keeps the process alive through errors nobody caught, and ends it cleanly on a signal. */
export function runProcess(options: ProcessOptions): void {
  const { logger } = options.telemetry;
  process.on('unhandledRejection', (error) =>
    logger.error({ error }, 'a rejection was not handled'),
  );
  process.on('uncaughtException', (error) => logger.error({ error }, 'an error was not caught'));

  let stopping = false;
  const stop = (signal: keyof typeof signalExitCodes) => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(signalExitCodes[signal]);
    stopping = true;
    logger.info({ signal }, 'shutting down');
    void shutDown(options).then(() => process.exit(0));
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

async function shutDown({ server, telemetry, graceSeconds, hooks }: ProcessOptions): Promise<void> {
  const graceMilliseconds = graceSeconds * 1000;
  const endsAt = performance.now() + graceMilliseconds;
  await server.drain(graceMilliseconds * (1 - hookShare));
  const rest = async () => {
    for (const hook of hooks) await runHook(hook, telemetry);
    await server.stop();
    telemetry.logger.info('shut down');
    await telemetry.stop();
  };
  await Promise.race([rest(), Bun.sleep(Math.max(0, endsAt - performance.now()))]);
}

async function runHook({ name, stop }: ShutdownHook, { logger }: Telemetry): Promise<void> {
  try {
    await stop();
  } catch (error) {
    logger.error({ error, hook: name }, 'a shutdown hook failed');
  }
}
