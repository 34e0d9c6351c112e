import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const lagProbeMilliseconds = 500;

/** How busy this process is: processor, memory, and how late its event loop runs. */
export function registerProcessMetrics(registry: Registry): { stop(): void } {
  new Counter({
    name: 'process_cpu_time_seconds_total',
    help: 'Processor time used, by mode.',
    labelNames: ['cpu_mode'],
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc({ cpu_mode: 'user' }, user / 1e6);
      this.inc({ cpu_mode: 'system' }, system / 1e6);
    },
  });
  new Gauge({
    name: 'process_memory_usage_bytes',
    help: 'Resident memory.',
    registers: [registry],
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  const delay = new Histogram({
    name: 'process_event_loop_delay_seconds',
    help: 'How late a timer fired.',
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1],
    registers: [registry],
  });
  let expected = performance.now() + lagProbeMilliseconds;
  const probe = setInterval(() => {
    const now = performance.now();
    delay.observe(Math.max(0, now - expected) / 1000);
    expected = now + lagProbeMilliseconds;
  }, lagProbeMilliseconds);
  probe.unref();
  return { stop: () => clearInterval(probe) };
}
