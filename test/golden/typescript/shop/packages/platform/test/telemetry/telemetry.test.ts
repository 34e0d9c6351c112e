import { expect, test } from 'bun:test';
import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import {
  createLogger,
  createTestTelemetry,
  parseTraceparent,
  runInContext,
  tracingWith,
} from '../../src/telemetry/index.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${parentId}-01`;

function recordLines(work: (log: ReturnType<typeof createLogger>) => void) {
  const lines: string[] = [];
  work(createLogger('api', 'info', { write: (line) => void lines.push(line) }));
  return lines;
}

test('a log line is one JSON object that names the request under way', () => {
  const context = createTestTelemetry().tracing.open(traceparent, 'abcdefgh', 'GET');
  const lines = recordLines((log) =>
    runInContext(context, () => log.info({ path: 'a\nb\u001b' }, 'x')),
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]?.indexOf('\n')).toBe((lines[0]?.length ?? 0) - 1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    message: 'x',
    service: 'api',
    correlationId: 'abcdefgh',
    traceId,
    path: 'a\nb\u001b',
  });
});

test('an error of the database is logged without the values it repeats', () => {
  const error = Object.assign(new Error('invalid input syntax for type uuid: "secret"'), {
    severity: 'ERROR',
    routine: 'string_to_uuid',
    code: '22P02',
    detail: 'secret',
  });
  const [line = ''] = recordLines((log) => log.error({ error }, 'failed'));
  expect(line).toContain('22P02');
  expect(line).not.toContain('secret');
});

test.each([
  [traceparent, true],
  [`cc-${traceId}-${parentId}-01-what-comes-later`, true],
  [`00-${traceId}-${parentId}-01-extra`, false],
  [`ff-${traceId}-${parentId}-01`, false],
  [`00-${'0'.repeat(32)}-${parentId}-01`, false],
  [`00-${traceId}-${'0'.repeat(16)}-01`, false],
  [`00-${traceId.toUpperCase()}-${parentId}-01`, false],
  ['', false],
])('traceparent %s is believed: %p', (header, believed) => {
  expect(parseTraceparent(header) !== null).toBe(believed);
});

test('spans of one request make one trace, which leaves with it', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracing = tracingWith(provider.getTracer('test'), () => provider.shutdown());
  const context = tracing.open(traceparent, 'abcdefgh', 'GET');
  await runInContext(context, () =>
    tracing.span('query', { kind: 'client' }, async () => {
      expect(tracing.traceparent()).toStartWith(`00-${traceId}-`);
    }),
  );
  context.span?.end();
  const [query, server] = exporter.getFinishedSpans();
  expect(server?.parentSpanContext?.spanId).toBe(parentId);
  expect(query?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId ?? '');
  expect(query?.spanContext().traceId).toBe(traceId);
  trace.disable();
});

test('a failed span names the error but not its message', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracing = tracingWith(provider.getTracer('test'), () => provider.shutdown());
  const failing = tracing.continue(traceparent, 'abcdefgh', 'handle', { kind: 'consumer' }, () =>
    Promise.reject(new TypeError('secret')),
  );
  expect(failing).rejects.toThrow(TypeError);
  await failing.catch(() => {});
  expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({ 'error.type': 'TypeError' });
});
