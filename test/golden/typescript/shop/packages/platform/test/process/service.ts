import { runProcess } from '../../src/process/index.ts';
import { createTelemetry } from '../../src/telemetry/index.ts';

/** A process as run.test.ts wants it: started with what is to go wrong. */
const wrong = new Set(process.argv.slice(2));
const fail = async (what: string): Promise<void> => {
  if (wrong.has(what)) throw new Error(what);
};

const telemetry = createTelemetry({
  service: 'test',
  level: 'info',
  // Nobody listens on the discard port.
  otlpEndpoint: wrong.has('collector') ? 'http://127.0.0.1:9' : null,
});
runProcess({
  telemetry,
  graceSeconds: 1,
  server: { drain: () => fail('drain'), stop: () => fail('server') },
  hooks: [
    { name: 'first', stop: () => (wrong.has('endless') ? new Promise(() => {}) : fail('hook')) },
    { name: 'second', stop: async () => telemetry.logger.info('the second hook') },
  ],
});
await telemetry.tracing.span('work', { kind: 'internal' }, async () => {});
// As long as it runs, so does the process.
setInterval(() => {}, 60_000);
if (wrong.has('rejection')) void fail('rejection');
if (wrong.has('exception')) {
  setTimeout(() => {
    throw new Error('exception');
  }, 1);
} else {
  process.stderr.write('started\n');
}
