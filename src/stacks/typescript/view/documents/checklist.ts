import { adrsOf } from '../../../../advisor/adr.ts';
import type { RuleId } from '../../../../advisor/decision.ts';
import { blocks, section } from '../../../shared/documents/markdown.ts';
import type { RepositoryModel } from '../model.ts';

/**
 * The requirements this repository meets, each with the files and tests that show it, and those it
 * does not meet. What neither holds for, e.g. externals where none is called, is left out.
 */
export function checklist(model: RepositoryModel): string {
  const areaSections = Object.entries(areas).map(([prefix, title]) =>
    section(2, title, met(model, prefix)),
  );
  return `${blocks(
    '# Checklist',
    'What this repository meets, and where to see it; and at the end, what it does not meet yet, wholly or in part.',
    ...areaSections,
    section(2, 'Not met yet', notMet(model)),
  )}\n`;
}

/** A path a line, so that a context more or less changes lines and not paragraphs. */
function met(model: RepositoryModel, prefix: string): string {
  return requirements
    .filter(({ id, asked }) => id.startsWith(`${prefix}-`) && asked?.(model) !== false)
    .flatMap(({ id, text, evidence }) => {
      const paths = evidence(model);
      if (paths.length === 0) return [];
      return [`- **${id}** ${text}`, ...paths.map((path) => `  - [${path}](../${path})`)];
    })
    .join('\n');
}

function notMet(model: RepositoryModel): string {
  return requirements
    .filter(({ asked, evidence }) => asked?.(model) !== false && evidence(model).length === 0)
    .map(({ id, text }) => `- **${id}** ${text}`)
    .join('\n');
}

/** The areas of requirements, by the beginning of their ids. */
const areas = {
  STK: 'Stack',
  ARC: 'Architecture',
  DEC: 'Decisions',
  SEC: 'Security',
  OBS: 'Observability',
  DAT: 'Data',
  RES: 'Resilience',
  API: 'API',
  DEL: 'Delivery',
} as const;

interface Requirement {
  readonly id: string;
  readonly text: string;
  /** whether the blueprint asks for it; not there: every blueprint does */
  readonly asked?: (model: RepositoryModel) => boolean;
  /** paths in the repository; none: not met by this one */
  readonly evidence: (model: RepositoryModel) => readonly string[];
}

const platform = 'packages/platform';

/** What no repository of this stack meets yet. */
function open(id: string, text: string, asked: Requirement['asked'] = () => true): Requirement {
  return { id, text, asked, evidence: () => [] };
}

const requirements: readonly Requirement[] = [
  {
    id: 'STK-TS',
    text: 'TypeScript on Bun with Elysia',
    evidence: ({ deployables }) => [
      'package.json',
      ...deployables.map(({ name }) => `apps/${name}/src/main.ts`),
    ],
  },
  {
    id: 'STK-PG',
    text: 'PostgreSQL for what is written',
    evidence: ({ contexts }) =>
      contexts.map(({ name }) => `contexts/${name}/migrations/0001_create_${name}.sql`),
  },
  {
    id: 'STK-RD',
    text: 'Redis as the second level of the cache',
    asked: ({ features }) => features.redisCache,
    evidence: () => [`${platform}/test/cache/cache.test.ts`],
  },
  open('STK-KA', 'events through Kafka', ({ features }) => features.kafka),
  open('STK-BQ', 'task queues on BullMQ', ({ features }) => features.bullmq),
  open('STK-PS', 'events through Google Cloud Pub/Sub', ({ features }) => features.pubsub),
  open('STK-ES', 'search on Elasticsearch', ({ features }) => features.elasticsearch),
  open('STK-CH', 'analytics on ClickHouse', ({ features }) => features.clickhouse),
  {
    id: 'ARC-1',
    text: 'business capabilities are bounded contexts with aggregates, value objects and events',
    evidence: ({ contexts }) => [
      'docs/architecture.md',
      ...contexts.map(({ name }) => `docs/contexts/${name}.md`),
    ],
  },
  {
    id: 'ARC-2',
    text: 'four layers; the domain depends on no framework',
    evidence: () => ['docs/architecture.md', 'test/architecture/architecture.test.ts'],
  },
  {
    id: 'ARC-3',
    text: 'ports inside, adapters in infrastructure, one composition root per deployable',
    evidence: ({ deployables, contexts }) => [
      ...deployables.map(({ name }) => `apps/${name}/src/composition.ts`),
      ...contexts.map(({ name }) => `contexts/${name}/src/application/ports.ts`),
    ],
  },
  {
    id: 'ARC-4',
    text: 'the compiler and the linter enforce the rules of layers and contexts; each rule is seen to fail',
    evidence: () => ['test/architecture/architecture.test.ts'],
  },
  {
    id: 'ARC-5',
    text: 'every context is tested in isolation',
    evidence: withAggregates(({ name }) => `contexts/${name}/test/fakes`),
  },
  open('ARC-6', 'an owner of every context, in CODEOWNERS, dashboards and alerts'),
  open('ARC-7', 'where a service could be cut out is measured'),
  {
    id: 'ARC-8',
    text: 'aggregates keep their state private and change by named methods that hold their invariants',
    evidence: withAggregates(({ name }) => `contexts/${name}/test/domain`),
  },
  {
    id: 'ARC-9',
    text: 'contexts talk by events only; no shared tables, no distributed transactions',
    evidence: ({ deployables, features }) => [
      ...deployables.map(({ name }) => `apps/${name}/src/subscriptions.ts`),
      'test/architecture/architecture.test.ts',
      ...(features.sagas ? ['packages/kernel/test/saga.test.ts'] : []),
    ],
  },
  open('ARC-10', 'an audit trail that can be replayed: event-sourced persistence'),
  open('ARC-11', 'a context becomes a service without touching its domain or application'),
  ...(['DEC-1', 'DEC-2', 'DEC-3'] as const).map((rule) => ({
    id: rule,
    text: 'team and domain decide the deployables',
    asked: (model: RepositoryModel) => decidedBy(rule, model).length > 0,
    evidence: (model: RepositoryModel) => decidedBy(rule, model),
  })),
  {
    id: 'DEC-4',
    text: 'the latency target decides the levels of the cache, replicas, and how a create is answered',
    evidence: (model) => [
      ...decidedBy('DEC-4', model),
      ...(model.features.asynchronous ? [`${platform}/src/acceptance`] : []),
    ],
  },
  {
    id: 'DEC-5',
    text: 'the throughput target decides instances, partitions and the transport of events',
    // More than one instance needs what runs them, and Kafka is not there yet.
    evidence: (model) =>
      model.blueprint.targets.throughputRps < 100 ? decidedBy('DEC-5', model) : [],
  },
  open('SEC-1', 'OAuth 2.1: authorization code with PKCE only; the sign-in of browsers'),
  {
    id: 'SEC-2',
    text: 'an access token that lives longer than 15 minutes is refused',
    evidence: () => [`${platform}/test/identity/access-token.test.ts`],
  },
  open('SEC-3', 'refresh tokens rotate, and reuse of an old one ends the session'),
  {
    id: 'SEC-4',
    text: 'a scope for every operation, deny by default',
    evidence: ({ deployables }) => [
      'docs/public-routes.md',
      ...deployables.map(({ name }) => `apps/${name}/test/public-routes.test.ts`),
    ],
  },
  open('SEC-5', 'rate limits for each user, address and endpoint'),
  {
    id: 'SEC-6',
    text: 'every input is validated against a schema; unknown fields are refused',
    evidence: () => [`${platform}/src/http/validation.ts`, `${platform}/test/http/edge.test.ts`],
  },
  {
    id: 'SEC-7',
    text: 'authentication events, denials and limit hits are audited, in one chain whose head can be kept elsewhere',
    evidence: () => [
      'docs/audit.md',
      `${platform}/test/security/security-log.test.ts`,
      `${platform}/test/audit/verify.test.ts`,
    ],
  },
  {
    id: 'SEC-8',
    text: 'every change is audited in its own transaction, by rows the application cannot alter',
    evidence: () => [
      `${platform}/test/database/unit-of-work.test.ts`,
      `${platform}/test/audit/verify.test.ts`,
      `${platform}/test/audit/export.test.ts`,
      `${platform}/test/database/roles.test.ts`,
    ],
  },
  {
    id: 'SEC-9',
    text: 'security headers on every response, errors included',
    evidence: () => [`${platform}/test/http/edge.test.ts`],
  },
  {
    id: 'SEC-10',
    text: 'secrets come as files and change without a restart; in production a secret in a variable is refused',
    evidence: () => [
      `${platform}/test/config/config.test.ts`,
      `${platform}/test/database/pool.test.ts`,
    ],
  },
  {
    id: 'SEC-11',
    text: 'every value in SQL is a parameter',
    evidence: () => [`${platform}/src/database/statement.ts`],
  },
  open('SEC-12', 'Zero Trust: mTLS between services, network segmentation, runtime monitoring'),
  open('SEC-13', 'encryption in transit and at rest'),
  open('SEC-14', 'security scanning in CI'),
  {
    id: 'OBS-1',
    text: 'rate, errors and duration of every endpoint',
    evidence: () => [`${platform}/src/telemetry/http-metrics.ts`],
  },
  {
    id: 'OBS-2',
    text: 'utilisation and saturation of pools, queues, CPU and memory',
    evidence: () => [
      `${platform}/src/database/metrics.ts`,
      `${platform}/src/messaging/metrics.ts`,
      `${platform}/src/telemetry/process-metrics.ts`,
    ],
  },
  {
    id: 'OBS-3',
    text: 'one trace through every hop',
    evidence: ({ blueprint }) => [
      `${platform}/test/telemetry/telemetry.test.ts`,
      ...(blueprint.delivery.container === 'docker' ? ['ops/collector/config.yaml'] : []),
    ],
  },
  {
    id: 'OBS-4',
    text: 'logs are JSON, with correlation and trace ids',
    evidence: () => [`${platform}/test/telemetry/telemetry.test.ts`],
  },
  open('OBS-5', 'alerts on SLA violations, by burn rate, each with a test'),
  {
    id: 'OBS-6',
    text: 'Prometheus and Grafana as code; every metric on the dashboard is emitted',
    asked: ({ blueprint }) => blueprint.delivery.container === 'docker',
    evidence: ({ blueprint, deployables }) =>
      blueprint.delivery.container === 'docker'
        ? [
            'ops/prometheus/prometheus.yaml',
            'ops/grafana/dashboards/services.json',
            ...deployables.map(({ name }) => `apps/${name}/test/dashboard.test.ts`),
          ]
        : [],
  },
  {
    id: 'DAT-1',
    text: 'connection pools have limits, which are measured',
    evidence: () => [`${platform}/test/database/pool.test.ts`],
  },
  open('OBS-7', 'DataDog or New Relic instead, by configuration'),
  open('DAT-2', 'three levels of cache, invalidated by events, their hit ratio held at 90 %'),
  open('DAT-3', 'no N+1 queries: a test counts them'),
  open('DAT-4', 'query performance is tracked, and indexes follow the queries'),
  open('DAT-5', 'PgBouncer in production, and everything works through it'),
  {
    id: 'RES-1',
    text: 'consumer-driven contracts with Pact, for the API, externals and events',
    evidence: ({ deployables }) => [
      'pacts',
      ...deployables.map(({ name }) => `apps/${name}/test/pact/provider.test.ts`),
    ],
  },
  {
    id: 'RES-2',
    text: 'schemas are validated at the boundary of the API, and published with every event',
    evidence: ({ contexts }) => [
      `${platform}/src/http/validation.ts`,
      ...contexts.map(({ name }) => `contexts/${name}/src/contracts/index.ts`),
    ],
  },
  open('RES-3', 'breaking changes of API and events are detected in CI'),
  {
    id: 'RES-4',
    text: 'time limits, a retry budget, circuit breakers and bulkheads on every external',
    asked: ({ features }) => features.externals,
    evidence: ({ features }) =>
      features.externals ? [`${platform}/test/resilience/external-client.test.ts`] : [],
  },
  open('RES-5', 'graceful degradation, defined and tested for each dependency'),
  open('RES-6', 'chaos experiments, scheduled weekly'),
  open('RES-7', 'recovery time, measured against an objective'),
  {
    id: 'RES-8',
    text: 'health checks on a port of their own, and an orderly shutdown',
    evidence: ({ deployables }) =>
      deployables.map(({ name }) => `apps/${name}/test/process.test.ts`),
  },
  {
    id: 'API-1',
    text: 'a complete OpenAPI 3.1 document',
    evidence: ({ deployables }) =>
      deployables.map(({ name }) => `apps/${name}/test/openapi.test.ts`),
  },
  {
    id: 'API-2',
    text: 'one format for every error',
    evidence: () => [`${platform}/src/http/problem.ts`, `${platform}/test/http/edge.test.ts`],
  },
  {
    id: 'API-3',
    text: 'collections are paged by cursor',
    evidence: () => [`${platform}/src/http/cursor.ts`, `${platform}/test/http/edge.test.ts`],
  },
  {
    id: 'API-4',
    text: 'a strategy for versions',
    evidence: () => ['docs/versioning.md'],
  },
  {
    id: 'DEL-1',
    text: 'multi-stage images, not root, read-only, built in CI',
    asked: ({ blueprint }) => blueprint.delivery.container === 'docker',
    evidence: ({ blueprint }) =>
      blueprint.delivery.container === 'docker'
        ? [
            'Dockerfile',
            'compose.yaml',
            ...(blueprint.delivery.ci === 'github-actions' ? ['.github/workflows/ci.yml'] : []),
          ]
        : [],
  },
  open('DEL-2', 'Kubernetes', ({ blueprint }) => blueprint.delivery.orchestrator !== 'none'),
  open('DEL-3', 'a mesh with strict mTLS', ({ blueprint }) => blueprint.delivery.mesh !== 'none'),
  open('DEL-4', 'an API gateway', ({ blueprint }) => blueprint.delivery.gateway !== 'none'),
  {
    id: 'DEL-5',
    text: 'GitHub Actions with BuildKit, least privilege, pinned by commit',
    asked: ({ blueprint }) => blueprint.delivery.ci === 'github-actions',
    evidence: ({ blueprint }) =>
      blueprint.delivery.ci === 'github-actions' ? ['.github/workflows/ci.yml'] : [],
  },
  {
    id: 'DEL-6',
    text: 'tests on embedded services, or in containers',
    evidence: () => ['tools/dev/src/postgres/embedded.mjs', 'tools/dev/src/postgres/container.mjs'],
  },
  open('DEL-7', 'GitOps', ({ blueprint }) => blueprint.delivery.gitops !== 'none'),
];

function decidedBy(rule: RuleId, { blueprint }: RepositoryModel): readonly string[] {
  return adrsOf(blueprint)
    .filter(({ decision }) => decision.rule === rule)
    .map(({ file }) => `docs/adr/${file}`);
}

type ContextModel = RepositoryModel['contexts'][number];

/** Evidence of every context that has aggregates. */
function withAggregates(evidence: (context: ContextModel) => string) {
  return ({ contexts }: RepositoryModel) =>
    contexts.filter(({ aggregates }) => aggregates.length > 0).map(evidence);
}
