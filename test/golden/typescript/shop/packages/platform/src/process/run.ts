import type { Server } from '../http/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

/** Something that has to let go of what it holds before the process ends. */
export interface ShutdownHook {
  readonly name: string;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly server: Pick<Server, 'drain' | 'stop'>;
  readonly telemetry: Telemetry;
  readonly graceSeconds: number;
  /** Run one after another, once the requests in flight are done. */
  readonly hooks: readonly ShutdownHook[];
}

/** Part of the grace that requests in flight leave to the hooks. */
const hookShare = 0.25;
/** For telemetry, after the grace; a collector that is away does not hold the process up. */
const flushMilliseconds = 3000;
const signalExitCodes = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Ends the process in order: with 0 on a signal, with 1 after an exception that nobody caught, as
 * nobody knows what it left half done. Whatever fails on the way out, the process does end.
 */
export function runProcess(options: ProcessOptions): void {
  const { logger } = options.telemetry;
  let stopping = false;
  let exitCode = 0;
  const stop = () => {
    stopping = true;
    void shutDown(options).finally(() => process.exit(exitCode));
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait.
      if (stopping) process.exit(signalExitCodes[signal]);
      logger.info({ signal }, 'shutting down');
      stop();
    });
  }
  process.on('uncaughtException', (error) => {
    logger.fatal({ error }, 'an exception was not caught');
    exitCode = 1;
    if (!stopping) stop();
  });
  process.on('unhandledRejection', (error) =>
    logger.error({ error }, 'a rejection was not handled'),
  );
}

async function shutDown({ server, telemetry, graceSeconds, hooks }: ProcessOptions): Promise<void> {
  const graceMilliseconds = graceSeconds * 1000;
  const steps: readonly ShutdownHook[] = [
    { name: 'requests', stop: () => server.drain(graceMilliseconds * (1 - hookShare)) },
    ...hooks,
    { name: 'server', stop: server.stop },
  ];
  const takeSteps = async () => {
    for (const step of steps) await take(step, telemetry);
    telemetry.logger.info('shut down');
  };
  await Promise.race([takeSteps(), Bun.sleep(graceMilliseconds)]);
  await Promise.race([telemetry.stop(), Bun.sleep(flushMilliseconds)]);
}

async function take({ name, stop }: ShutdownHook, { logger }: Telemetry): Promise<void> {
  try {
    await stop();
  } catch (error) {
    logger.error({ error, step: name }, 'a step of the shutdown failed');
  }
}
