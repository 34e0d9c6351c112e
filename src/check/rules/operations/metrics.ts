import { productionFiles } from '../../reading/code/production.ts';
import { bare, calledName, memberOf, syntaxOf } from '../../reading/code/syntax.ts';
import { textOf } from '../../reading/code/values.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { atFile, inspectEach, type Check, type Rule } from '../../rule.ts';

/** Metrics that dashboards and alerts go by, and the file that an emitted repository has them in. */
const everyEndpoint: Readonly<Record<string, string>> = {
  http_server_request_duration_seconds: 'telemetry/http-metrics.ts',
  http_server_active_requests: 'telemetry/http-metrics.ts',
};

const everyResource: Readonly<Record<string, string>> = {
  db_client_operation_duration_seconds: 'database/metrics.ts',
  db_client_connection_count: 'database/metrics.ts',
  db_client_connection_max: 'database/metrics.ts',
  db_client_connection_pending_requests: 'database/metrics.ts',
  db_client_connection_timeouts_total: 'database/metrics.ts',
  outbox_pending: 'messaging/metrics.ts',
  outbox_oldest_seconds: 'messaging/metrics.ts',
  outbox_dead_total: 'messaging/metrics.ts',
  process_cpu_time_seconds_total: 'telemetry/process-metrics.ts',
  process_memory_usage_bytes: 'telemetry/process-metrics.ts',
};

const platform = 'packages/platform/src';

const emitted = (metrics: Readonly<Record<string, string>>, reason: string): Check => ({
  name: 'metrics-are-emitted',
  title: 'The metrics that dashboards and alerts go by are emitted under their names',
  reason,
  mend: `Emit ${Object.keys(metrics).join(', ')}, as the platform was made.`,
  subject: 'metrics',
  applies: (repository) => repository.paths(`${platform}/**/*.ts`).length > 0,
  inspect: (repository) => {
    const names = new Set(
      metricsOf(repository).flatMap(({ file, made }) => {
        const [options] = made.arguments ?? [];
        if (options === undefined || !ts.isObjectLiteralExpression(options)) return [];
        const name = memberOf(options, 'name');
        return name === null ? [] : [textOf(file, name) ?? ''];
      }),
    );
    return inspectEach(Object.entries(metrics), function* ([name, file]) {
      if (!names.has(name)) yield atFile(`${platform}/${file}`, `${name} is not emitted.`);
    });
  },
});

const meters = new Set(['Counter', 'Gauge', 'Histogram', 'Summary']);

/** Labels whose values are as many as there are users, requests or rows. */
const endless =
  /^(?:user|user_?id|sub|subject|tenant|tenant_?id|email|session_?id|request_?id|correlation_?id|trace_?id|id|path|url|ip|token)$/i;

const labels: Check = {
  name: 'labels-are-few',
  title: 'No metric has a label with endless values',
  reason:
    'Every value of a label is a series of its own: users in labels fill the memory of Prometheus, and tell who they are.',
  mend: 'Use the route template, the method and the status; who it was belongs into logs and traces.',
  subject: 'metrics',
  applies: (repository) => metricsOf(repository).length > 0,
  inspect: (repository) =>
    inspectEach(metricsOf(repository), function* ({ file, made }) {
      const [options] = made.arguments ?? [];
      if (options === undefined || !ts.isObjectLiteralExpression(options)) return;
      const names = memberOf(options, 'labelNames');
      const list = names === null ? null : bare(names);
      if (list === null || !ts.isArrayLiteralExpression(list)) return;
      for (const label of list.elements) {
        const name = textOf(file, label) ?? '';
        if (endless.test(name))
          yield file.at(label, `The label ${name} has a value for each of them.`);
      }
    }),
};

interface Metric {
  readonly file: TypeScriptFile;
  readonly made: ts.NewExpression;
}

function metricsOf(repository: Repository): readonly Metric[] {
  return productionFiles(repository)
    .filter(({ imports }) => imports.some(({ specifier }) => specifier === 'prom-client'))
    .flatMap((file) =>
      syntaxOf(file)
        .constructions.filter((made) => meters.has(calledName(made) ?? ''))
        .map((made) => ({ file, made })),
    );
}

export const redMetrics: Rule = {
  id: 'OBS-1',
  title: 'RED metrics (rate, errors, duration) on every endpoint',
  checks: [
    emitted(
      everyEndpoint,
      'An endpoint without rate, errors and duration is one nobody knows to be broken.',
    ),
    labels,
  ],
};

export const useMetrics: Rule = {
  id: 'OBS-2',
  title: 'USE metrics (utilisation, saturation, errors) on pools, queues, CPU and memory',
  checks: [
    emitted(
      everyResource,
      'A resource without utilisation and saturation is full before anybody sees it fill.',
    ),
  ],
};
