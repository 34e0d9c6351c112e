import { asArray, asObject, parseJson, type Json } from './json.ts';

/** A span as the tests look at it, whatever encoding it came in. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  /** OTLP: 1 internal, 2 server, 3 client, 4 producer, 5 consumer */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, Json>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** The spans of an ExportTraceServiceRequest in OTLP/JSON. */
export function spansOfJson(text: string): Span[] {
  const spans: Span[] = [];
  for (const resource of list(asObject(parseJson(text)).resourceSpans)) {
    for (const scope of list(asObject(resource).scopeSpans)) {
      for (const entry of list(asObject(scope).spans)) {
        const span = asObject(entry);
        spans.push({
          traceId: String(span.traceId).toLowerCase(),
          spanId: String(span.spanId).toLowerCase(),
          parentSpanId: span.parentSpanId ? String(span.parentSpanId).toLowerCase() : null,
          name: String(span.name),
          kind: kindOf(span.kind),
          attributes: Object.fromEntries(
            list(span.attributes).map((item) => {
              const { key, value } = asObject(item);
              return [String(key), Object.values(asObject(value ?? {}))[0] ?? null];
            }),
          ),
          links: list(span.links).map((item) => {
            const link = asObject(item);
            return { traceId: String(link.traceId), spanId: String(link.spanId) };
          }),
        });
      }
    }
  }
  return spans;
}

function list(value: Json | undefined): readonly Json[] {
  return value === undefined || value === null ? [] : asArray(value);
}

function kindOf(value: Json | undefined): number {
  if (typeof value === 'number') return value;
  const names = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
  return Math.max(0, names.indexOf(String(value).replace('SPAN_KIND_', '')));
}

/** The spans of an ExportTraceServiceRequest in OTLP/protobuf (opentelemetry-proto, trace.proto). */
export function spansOfProtobuf(bytes: Buffer): Span[] {
  const spans: Span[] = [];
  for (const resource of messages(bytes, 1)) {
    for (const scope of messages(resource, 2)) {
      for (const span of messages(scope, 2)) {
        const parent = first(span, 4).toString('hex');
        spans.push({
          traceId: first(span, 1).toString('hex'),
          spanId: first(span, 2).toString('hex'),
          parentSpanId: parent === '' ? null : parent,
          name: first(span, 5).toString('utf8'),
          kind: Number(varint(span, 6)),
          attributes: Object.fromEntries(
            messages(span, 9).map((pair) => [
              first(pair, 1).toString('utf8'),
              anyValue(first(pair, 2)),
            ]),
          ),
          links: messages(span, 13).map((link) => ({
            traceId: first(link, 1).toString('hex'),
            spanId: first(link, 2).toString('hex'),
          })),
        });
      }
    }
  }
  return spans;
}

function anyValue(bytes: Buffer): Json {
  for (const field of fields(bytes)) {
    if (field.number === 1 && Buffer.isBuffer(field.value)) return field.value.toString('utf8');
    if (field.number === 2) return field.value === 1n;
    if (field.number === 3 && typeof field.value === 'bigint') return Number(field.value);
    if (field.number === 4 && Buffer.isBuffer(field.value)) return field.value.readDoubleLE();
  }
  return null;
}

interface WireField {
  readonly number: number;
  readonly value: bigint | Buffer;
}

function* fields(bytes: Buffer): Generator<WireField> {
  let at = 0;
  const readVarint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('protobuf ends in the middle of a number');
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
  };
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const tag = Number(readVarint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        yield { number, value: readVarint() };
        break;
      case 1:
        yield { number, value: take(8) };
        break;
      case 2:
        yield { number, value: take(Number(readVarint())) };
        break;
      case 5:
        yield { number, value: take(4) };
        break;
      default:
        throw new Error(`protobuf wire type ${tag & 7}`);
    }
  }
}

function messages(bytes: Buffer, number: number): Buffer[] {
  return [...fields(bytes)].flatMap(({ number: n, value }) =>
    n === number && Buffer.isBuffer(value) ? [value] : [],
  );
}

function first(bytes: Buffer, number: number): Buffer {
  return messages(bytes, number)[0] ?? Buffer.alloc(0);
}

function varint(bytes: Buffer, number: number): bigint {
  for (const field of fields(bytes)) {
    if (field.number === number && typeof field.value === 'bigint') return field.value;
  }
  return 0n;
}
