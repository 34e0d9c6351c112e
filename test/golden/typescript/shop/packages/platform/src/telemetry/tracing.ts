import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { currentContext, runInContext, type RequestContext } from './request-context.ts';
import {
  formatTraceparent,
  newSpanId,
  newTraceId,
  parseTraceparent,
  type TracePosition,
} from './trace-context.ts';

export interface SpanOptions {
  readonly kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

export interface ActiveSpan {
  setAttribute(key: string, value: string | number | boolean): void;
  /** Marks the span as failed; `error.type` becomes the error's name. */
  fail(error: unknown): void;
}

export interface Tracing {
  /** Whether spans are recorded and exported; skip the work on attributes when not. */
  readonly enabled: boolean;
  /** The traceparent of the work under way, for whatever leaves this process; null outside any. */
  traceparent(): string | null;
  /** Does the work in a span that is a child of the one under way. */
  span<T>(name: string, options: SpanOptions, work: (span: ActiveSpan) => Promise<T>): Promise<T>;
  /** Does the work as a continuation of a trace that came in from outside the process. */
  continue<T>(
    traceparent: string | null | undefined,
    correlationId: string,
    name: string,
    options: SpanOptions,
    work: (span: ActiveSpan) => Promise<T>,
  ): Promise<T>;
  /** Opens the context of a request; the edge ends its span, so that it can name it by its route. */
  open(traceparent: string | null, correlationId: string, name: string): RequestContext;
  stop(): Promise<void>;
}

const spanKinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

const silentSpan: ActiveSpan = { setAttribute: () => {}, fail: () => {} };

/** Identifiers flow through logs, headers and outbox as ever; nothing is recorded or sent. */
export const disabledTracing: Tracing = {
  enabled: false,
  traceparent: currentTraceparent,
  span: (_name, _options, work) => work(silentSpan),
  continue: (traceparent, correlationId, name, _options, work) =>
    runInContext(disabledTracing.open(traceparent ?? null, correlationId, name), () =>
      work(silentSpan),
    ),
  open: (traceparent, correlationId) => {
    const parent = parseTraceparent(traceparent);
    return {
      correlationId,
      traceId: parent?.traceId ?? newTraceId(),
      spanId: newSpanId(),
      sampled: parent?.sampled ?? false,
      span: null,
    };
  },
  stop: () => Promise.resolve(),
};

/** Spans are exported in batches over OTLP/HTTP; `endpoint` is the collector's base address. */
export function createTracing(service: string, endpoint: string): Tracing {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [
      new BatchSpanProcessor(
        new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
      ),
    ],
  });
  return tracingWith(provider.getTracer(service), () => provider.shutdown());
}

export function tracingWith(tracer: Tracer, stop: () => Promise<void>): Tracing {
  const open = (
    traceparent: string | null,
    correlationId: string,
    name: string,
    options: SpanOptions = { kind: 'server' },
  ) => contextOf(start(tracer, name, options, remoteParent(traceparent)), correlationId);

  return {
    enabled: true,
    traceparent: currentTraceparent,
    span(name, options, work) {
      const current = currentContext();
      const span = start(tracer, name, options, current?.span ?? null);
      return runSpan(contextOf(span, current?.correlationId ?? ''), span, work);
    },
    continue(traceparent, correlationId, name, options, work) {
      const span = start(tracer, name, options, remoteParent(traceparent ?? null));
      return runSpan(contextOf(span, correlationId), span, work);
    },
    open,
    stop,
  };
}

function currentTraceparent(): string | null {
  const current = currentContext();
  return current === undefined ? null : formatTraceparent(current);
}

function remoteParent(traceparent: string | null): Span | null {
  const position = parseTraceparent(traceparent);
  return position === null ? null : trace.wrapSpanContext(spanContext(position));
}

const spanContext = ({ traceId, spanId, sampled }: TracePosition) => ({
  traceId,
  spanId,
  traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  isRemote: true,
});

const start = (tracer: Tracer, name: string, options: SpanOptions, parent: Span | null): Span =>
  tracer.startSpan(
    name,
    { kind: spanKinds[options.kind], attributes: { ...options.attributes } },
    parent === null ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent),
  );

function contextOf(span: Span, correlationId: string): RequestContext {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const sampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  return { correlationId, traceId, spanId, sampled, span };
}

function runSpan<T>(
  context: RequestContext,
  span: Span,
  work: (span: ActiveSpan) => Promise<T>,
): Promise<T> {
  const active: ActiveSpan = {
    setAttribute: (key, value) => void span.setAttribute(key, value),
    fail: (error) => failSpan(span, error),
  };
  return runInContext(context, async () => {
    try {
      return await work(active);
    } catch (error) {
      active.fail(error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The message stays out of the span: it may carry what a caller sent. */
export function failSpan(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', error instanceof Error ? error.name : String(error));
}
