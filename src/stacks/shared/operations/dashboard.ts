import type { Blueprint } from '../../../blueprint/model.ts';

const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };
const JOB = 'job=~"$job"';
const GRID_COLUMNS = 24;

interface Query {
  readonly expr: string;
  readonly legend: string;
}

interface Panel {
  readonly title: string;
  readonly description: string;
  /** Grafana's name of the unit, e.g. `reqps`, `s`, `bytes` */
  readonly unit: string;
  /** of 24 columns */
  readonly width: number;
  readonly queries: readonly Query[];
}

interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Grafana's dashboard of the repository: only metrics that its services emit. */
export function grafanaDashboard(blueprint: Blueprint): object {
  const externals = blueprint.contexts.some((context) => context.externals.length > 0);
  const rows = [
    requests,
    database,
    outbox,
    ...(blueprint.features.cache.some((level) => level !== 'cdn') ? [cache] : []),
    ...(externals ? [externalCalls] : []),
    processes,
  ];
  return {
    uid: 'services',
    title: blueprint.name,
    tags: [],
    schemaVersion: 42,
    editable: false,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    timezone: 'utc',
    templating: {
      list: [
        {
          name: 'job',
          label: 'Service',
          type: 'query',
          datasource: DATASOURCE,
          query: { query: 'label_values(http_server_active_requests, job)', refId: 'job' },
          includeAll: true,
          multi: true,
          current: { text: ['All'], value: ['$__all'] },
          refresh: 2,
          sort: 1,
        },
      ],
    },
    panels: layOut(rows),
  };
}

const requests: Row = {
  title: 'Requests',
  panels: [
    {
      title: 'Rate',
      description: 'Requests a second, by route.',
      unit: 'reqps',
      width: 8,
      queries: [
        {
          expr: `sum by (http_request_method, http_route) (rate(http_server_request_duration_seconds_count{${JOB}}[$__rate_interval]))`,
          legend: '{{http_request_method}} {{http_route}}',
        },
      ],
    },
    {
      title: 'Errors',
      description: 'Share of requests answered with a 5xx status.',
      unit: 'percentunit',
      width: 8,
      queries: [
        {
          // The second term keeps the series at zero before the first error.
          expr:
            `(sum by (job) (rate(http_server_request_duration_seconds_count{${JOB},http_response_status_code=~"5.."}[$__rate_interval]))` +
            ` or 0 * sum by (job) (rate(http_server_request_duration_seconds_count{${JOB}}[$__rate_interval])))` +
            ` / sum by (job) (rate(http_server_request_duration_seconds_count{${JOB}}[$__rate_interval]))`,
          legend: '{{job}}',
        },
      ],
    },
    {
      title: 'Duration',
      description: 'Time to answer.',
      unit: 's',
      width: 8,
      queries: [0.5, 0.95, 0.99].map((quantile) => ({
        expr: `histogram_quantile(${quantile}, sum by (le) (rate(http_server_request_duration_seconds_bucket{${JOB}}[$__rate_interval])))`,
        legend: `p${quantile * 100}`,
      })),
    },
    {
      title: 'In flight',
      description: 'Requests that are being answered.',
      unit: 'short',
      width: 24,
      queries: [{ expr: `sum by (job) (http_server_active_requests{${JOB}})`, legend: '{{job}}' }],
    },
  ],
};

const database: Row = {
  title: 'Database',
  panels: [
    {
      title: 'Connections',
      description: 'Connections of the pools, against their limit.',
      unit: 'short',
      width: 8,
      queries: [
        {
          expr: `sum by (job, db_client_connection_state) (db_client_connection_count{${JOB}})`,
          legend: '{{job}} {{db_client_connection_state}}',
        },
        { expr: `sum by (job) (db_client_connection_max{${JOB}})`, legend: '{{job}} limit' },
      ],
    },
    {
      title: 'Waiting for a connection',
      description: 'Callers that wait, and callers a second that gave up.',
      unit: 'short',
      width: 8,
      queries: [
        {
          expr: `sum by (job) (db_client_connection_pending_requests{${JOB}})`,
          legend: '{{job}} waiting',
        },
        {
          expr: `sum by (job) (rate(db_client_connection_timeouts_total{${JOB}}[$__rate_interval]))`,
          legend: '{{job}} gave up',
        },
      ],
    },
    {
      title: 'Duration of statements',
      description: 'Time a statement takes.',
      unit: 's',
      width: 8,
      queries: [0.5, 0.95, 0.99].map((quantile) => ({
        expr: `histogram_quantile(${quantile}, sum by (le) (rate(db_client_operation_duration_seconds_bucket{${JOB}}[$__rate_interval])))`,
        legend: `p${quantile * 100}`,
      })),
    },
  ],
};

const outbox: Row = {
  title: 'Events',
  panels: [
    {
      title: 'Waiting to be published',
      description: 'Events in the outbox. Every instance counts the whole table.',
      unit: 'short',
      width: 8,
      queries: [{ expr: `max by (job) (outbox_pending{${JOB}})`, legend: '{{job}}' }],
    },
    {
      title: 'Oldest',
      description: 'Age of the oldest event that waits.',
      unit: 's',
      width: 8,
      queries: [{ expr: `max by (job) (outbox_oldest_seconds{${JOB}})`, legend: '{{job}}' }],
    },
    {
      title: 'Published and given up',
      description: 'Events a second.',
      unit: 'cps',
      width: 8,
      queries: [
        {
          expr: `sum by (job) (rate(outbox_published_total{${JOB}}[$__rate_interval]))`,
          legend: '{{job}} published',
        },
        {
          expr: `sum by (job) (rate(outbox_dead_total{${JOB}}[$__rate_interval]))`,
          legend: '{{job}} given up',
        },
      ],
    },
  ],
};

const cache: Row = {
  title: 'Cache',
  panels: [
    {
      title: 'Hit ratio',
      description: 'Share of look-ups answered by a level. The target is 90 %.',
      unit: 'percentunit',
      width: 24,
      queries: [
        {
          expr:
            `sum by (tier) (rate(cache_requests_total{${JOB},result="hit"}[$__rate_interval]))` +
            ` / sum by (tier) (rate(cache_requests_total{${JOB},result=~"hit|miss"}[$__rate_interval]))`,
          legend: '{{tier}}',
        },
      ],
    },
  ],
};

const externalCalls: Row = {
  title: 'Externals',
  panels: [
    {
      title: 'Circuit breakers',
      description: 'State of the breaker in front of each external: 0 closed, 1 half open, 2 open.',
      unit: 'short',
      width: 24,
      queries: [
        { expr: `max by (job, name) (circuit_breaker_state{${JOB}})`, legend: '{{job}} {{name}}' },
      ],
    },
  ],
};

const processes: Row = {
  title: 'Processes',
  panels: [
    {
      title: 'CPU',
      description: 'Cores in use.',
      unit: 'short',
      width: 12,
      queries: [
        {
          expr: `sum by (job) (rate(process_cpu_time_seconds_total{${JOB}}[$__rate_interval]))`,
          legend: '{{job}}',
        },
      ],
    },
    {
      title: 'Memory',
      description: 'Resident memory.',
      unit: 'bytes',
      width: 12,
      queries: [{ expr: `sum by (job) (process_memory_usage_bytes{${JOB}})`, legend: '{{job}}' }],
    },
  ],
};

/** Rows under one another, the panels of a row from left to right, wrapping at 24 columns. */
function layOut(rows: readonly Row[]): object[] {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: GRID_COLUMNS, h: 1 },
    });
    y += 1;
    let x = 0;
    for (const panel of row.panels) {
      if (x + panel.width > GRID_COLUMNS) {
        x = 0;
        y += 8;
      }
      panels.push(timeSeries(panels.length + 1, panel, { x, y, w: panel.width, h: 8 }));
      x += panel.width;
    }
    y += 8;
  }
  return panels;
}

function timeSeries(id: number, panel: Panel, gridPos: object): object {
  return {
    id,
    type: 'timeseries',
    title: panel.title,
    description: panel.description,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: { defaults: { unit: panel.unit, min: 0 }, overrides: [] },
    options: {
      legend: { displayMode: 'list', placement: 'bottom' },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    targets: panel.queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
    })),
  };
}
