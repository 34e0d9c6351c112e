import { Counter, Gauge } from 'prom-client';
import type { Telemetry } from '../telemetry/index.ts';

export interface SecurityLogMeter {
  lost(count: number): void;
}

export function createSecurityLogMeter(
  { metrics }: Telemetry,
  waiting: () => number,
): SecurityLogMeter {
  const registers = [metrics];
  new Gauge({
    name: 'security_events_pending',
    help: 'Security events that are logged but not in the audit log yet.',
    registers,
    collect() {
      this.set(waiting());
    },
  });
  const lost = new Counter({
    name: 'security_events_lost_total',
    help: 'Security events that are in the access lines alone: the database was away for too long.',
    registers,
  });
  return { lost: (count) => lost.inc(count) };
}
