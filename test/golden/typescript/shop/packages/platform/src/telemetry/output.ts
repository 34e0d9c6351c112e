import { printableJson } from '../printable.ts';

/** Where log lines go. */
export interface LogOutput {
  write(line: string): void;
  /** Resolves once everything written so far has left the process. */
  flush(): Promise<void>;
}

const flushMilliseconds = 50;
const bufferedBytes = 64 * 1024;

/**
 * Lines leave in batches: at the latest after 50 ms, or once 64 KiB have come together. A system call
 * for every line would be the most expensive part of most requests.
 */
export function standardOutput(): LogOutput {
  const sink = Bun.stdout.writer({ highWaterMark: bufferedBytes });
  let scheduled = false;
  const flush = async () => {
    scheduled = false;
    try {
      await sink.flush();
    } catch {
      // Nobody reads standard output any more; the service goes on.
    }
  };
  return {
    write(line) {
      sink.write(printableJson(line));
      if (scheduled) return;
      scheduled = true;
      setTimeout(() => void flush(), flushMilliseconds);
    },
    flush,
  };
}
