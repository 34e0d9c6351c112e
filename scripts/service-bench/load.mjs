// Load by wrk, and figures of it.
import { spawnSync } from 'node:child_process';

/** Seconds of one measurement, and measurements of each figure. */
export const SECONDS = 8;
export const ROUNDS = 3;

/** @returns {{ rps: number, p99: number, errors: number }} p99 in milliseconds */
export function load(url, script, connections) {
  const { stdout, stderr, status } = spawnSync(
    'wrk',
    ['-t1', `-c${connections}`, `-d${SECONDS}s`, '--latency', '-s', script, url],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`wrk failed (is it installed?): ${stderr}`);
  const errors = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  const rps = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  const [, value, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  return { rps, p99: Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit], errors };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
