import { randomFillSync } from 'node:crypto';

/** A position in a trace, as W3C Trace Context writes it. */
export interface TracePosition {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const traceparentForm = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const noTrace = '0'.repeat(32);
const noSpan = '0'.repeat(16);

/** Null for anything that https://www.w3.org/TR/trace-context/ tells a receiver to ignore. */
export function parseTraceparent(header: string | null | undefined): TracePosition | null {
  const parts = header ? traceparentForm.exec(header) : null;
  if (parts === null) return null;
  const [, version = '', traceId = '', spanId = '', flags = '', rest] = parts;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (traceId === noTrace || spanId === noSpan) return null;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export const formatTraceparent = ({ traceId, spanId, sampled }: TracePosition): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

// One system call serves many identifiers: they are needed for every request.
const pool = Buffer.alloc(4096);
let used = pool.length;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}

export const newTraceId = (): string => randomHex(16);
export const newSpanId = (): string => randomHex(8);
