import { CircuitState } from 'cockatiel';
import { Gauge } from 'prom-client';
import type { Telemetry } from '../telemetry/index.ts';

/** 0 closed, 1 half open, 2 open: the higher, the worse. */
const values: Readonly<Record<CircuitState, number>> = {
  [CircuitState.Closed]: 0,
  [CircuitState.HalfOpen]: 1,
  [CircuitState.Open]: 2,
  [CircuitState.Isolated]: 2,
};

type States = Map<string, () => CircuitState>;

const registries = new WeakMap<Telemetry['metrics'], States>();

/** Shows the breaker of a dependency as `circuit_breaker_state`, read when scraped. */
export function showBreaker({ metrics }: Telemetry, name: string, state: () => CircuitState): void {
  const states = registries.get(metrics) ?? registerGauge(metrics);
  states.set(name, state);
}

function registerGauge(metrics: Telemetry['metrics']): States {
  const states: States = new Map();
  registries.set(metrics, states);
  new Gauge({
    name: 'circuit_breaker_state',
    help: 'State of the circuit breaker: 0 closed, 1 half open, 2 open.',
    labelNames: ['name'],
    registers: [metrics],
    collect() {
      for (const [name, state] of states) this.set({ name }, values[state()]);
    },
  });
  return states;
}
