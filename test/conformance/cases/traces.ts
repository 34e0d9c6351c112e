import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { Span } from '../../support/otlp-decode.ts';
import { create, waiting } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import { fullBody } from '../samples/fresh.ts';
import type { World } from '../world.ts';

const server = 2;
const client = 3;

/** One request makes one trace, from the caller to the database. */
export function traceCases(resource: Resource): Case[] {
  const { path, aggregate } = resource;
  return [
    {
      id: 'traces/continued',
      title: 'traceparent is continued by the server span, and the database spans hang on it',
      timeoutMs: 60_000,
      async run(world) {
        const { traceId, spanId, header } = traceparent();
        const reply = await world.api.ask({
          method: 'POST',
          path,
          json: fullBody(aggregate),
          headers: [header, ...waiting(world)],
        });
        expectStatus(reply, 201);
        const spans = await spansOf(
          world,
          traceId,
          (found) =>
            found.some(({ kind }) => kind === server) && found.some(({ kind }) => kind === client),
        );
        const servers = spans.filter(
          (span) => span.kind === server && span.parentSpanId === spanId,
        );
        expect(servers, JSON.stringify(spans)).toHaveLength(1);
        expect(servers[0]?.attributes).toMatchObject({
          'http.request.method': 'POST',
          'http.route': path,
        });
        expect(String(servers[0]?.attributes['http.response.status_code'])).toBe('201');
        const inDatabase = spans.filter(
          (span) =>
            span.kind === client &&
            Object.keys(span.attributes).some((name) => name.startsWith('db.')),
        );
        expect(inDatabase.length).toBeGreaterThan(0);
        for (const span of inDatabase.slice(0, 2)) {
          expect(ancestors(span, spans), span.name).toContain(servers[0]?.spanId);
        }
      },
    },
    {
      id: 'traces/begun',
      title: 'a request without traceparent, or with a broken one, begins a trace of its own',
      timeoutMs: 60_000,
      async run(world) {
        for (const value of [
          undefined,
          'nonsense',
          `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`,
          'ff-x-y-01',
        ]) {
          const correlationId = randomBytes(12).toString('hex');
          const reply = await world.api.ask({
            method: 'GET',
            path: `${path}?limit=1`,
            headers: [
              ['X-Correlation-Id', correlationId],
              ...(value === undefined ? [] : [['traceparent', value] as const]),
            ],
          });
          expectStatus(reply, 200);
          const line = await eventually(
            () => world.service.logs().find((each) => each['correlationId'] === correlationId),
            { what: 'the access line' },
          );
          expect(line['traceId']).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
        }
      },
    },
    {
      id: 'traces/log',
      title: 'the access line carries the ids of the server span',
      timeoutMs: 60_000,
      async run(world) {
        const { traceId, spanId, header } = traceparent();
        await world.api.ask({ method: 'GET', path: `${path}?limit=1`, headers: [header] });
        const spans = await spansOf(world, traceId, (found) =>
          found.some(({ kind }) => kind === server),
        );
        const line = await eventually(
          () => world.service.logs().find((each) => each['traceId'] === traceId),
          { what: 'the access line' },
        );
        const own = spans.find((span) => span.parentSpanId === spanId);
        expect(line['spanId']).toBe(own?.spanId);
      },
    },
    {
      id: 'traces/quiet',
      title: 'no span carries values of fields or a token',
      timeoutMs: 60_000,
      async run(world) {
        await create(world, resource);
        expect(world.sink.received()).not.toContain(world.api.token().split('.')[2]);
      },
    },
  ];
}

export function traceparent(): {
  readonly traceId: string;
  readonly spanId: string;
  readonly header: readonly [string, string];
} {
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  return { traceId, spanId, header: ['traceparent', `00-${traceId}-${spanId}-01`] };
}

/** The spans of a trace, once they are enough: exporters send in batches. */
export function spansOf(
  world: World,
  traceId: string,
  enough: (spans: readonly Span[]) => boolean,
): Promise<readonly Span[]> {
  return eventually(
    () => {
      const spans = world.sink.spans().filter((span) => span.traceId === traceId);
      return enough(spans) ? spans : undefined;
    },
    { withinMs: 30_000, what: `the spans of the trace ${traceId}` },
  );
}

function ancestors(span: Span, spans: readonly Span[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent === undefined ? [] : [parent.spanId, ...ancestors(parent, spans)];
}
