import { adrsOf } from '../../../../advisor/adr.ts';
import type { RuleId } from '../../../../advisor/decision.ts';
import { blocks, section } from '../../../shared/documents/markdown.ts';
import type { RepositoryModel } from '../model.ts';

/** The requirements this repository meets, each with the files and tests that show it. */
export function checklist(model: RepositoryModel): string {
  const areaSections = Object.entries(areas).map(([prefix, title]) =>
    section(2, title, met(model, prefix)),
  );
  return `${blocks(
    '# Checklist',
    'What this repository meets, and where to see it. A requirement that is not listed is not met yet.',
    ...areaSections,
  )}\n`;
}

/** A path a line, so that a context more or less changes lines and not paragraphs. */
function met(model: RepositoryModel, prefix: string): string {
  return requirements
    .filter(({ id }) => id.startsWith(`${prefix}-`))
    .flatMap(({ id, text, evidence }) => {
      const paths = evidence(model);
      if (paths.length === 0) return [];
      return [`- **${id}** ${text}`, ...paths.map((path) => `  - [${path}](../${path})`)];
    })
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
  /** paths in the repository; none: not met by this one */
  readonly evidence: (model: RepositoryModel) => readonly string[];
}

const platform = 'packages/platform';

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
  ...(['DEC-1', 'DEC-2', 'DEC-3'] as const).map((rule) => ({
    id: rule,
    text: 'team and domain decide the deployables',
    evidence: (model: RepositoryModel) => decidedBy(rule, model),
  })),
  {
    id: 'DEC-4',
    text: 'the latency target decides the levels of the cache, and replicas',
    evidence: (model) => (model.features.asynchronous ? [] : decidedBy('DEC-4', model)),
  },
  {
    id: 'SEC-2',
    text: 'an access token that lives longer than 15 minutes is refused',
    evidence: () => [`${platform}/test/identity/access-token.test.ts`],
  },
  {
    id: 'SEC-4',
    text: 'a scope for every operation, deny by default',
    evidence: ({ deployables }) => [
      'docs/public-routes.md',
      ...deployables.map(({ name }) => `apps/${name}/test/public-routes.test.ts`),
    ],
  },
  {
    id: 'SEC-6',
    text: 'every input is validated against a schema; unknown fields are refused',
    evidence: () => [`${platform}/src/http/validation.ts`, `${platform}/test/http/edge.test.ts`],
  },
  {
    id: 'SEC-8',
    text: 'every change is audited, in its own transaction, by rows that show when one was altered',
    evidence: () => [
      `${platform}/test/database/unit-of-work.test.ts`,
      `${platform}/test/database/audit.test.ts`,
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
  {
    id: 'OBS-6',
    text: 'Prometheus and Grafana as code; every metric on the dashboard is emitted',
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
  {
    id: 'RES-4',
    text: 'time limits, a retry budget, circuit breakers and bulkheads on every external',
    evidence: ({ features }) =>
      features.externals ? [`${platform}/test/resilience/external-client.test.ts`] : [],
  },
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
    evidence: ({ blueprint }) =>
      blueprint.delivery.container === 'docker'
        ? [
            'Dockerfile',
            'compose.yaml',
            ...(blueprint.delivery.ci === 'github-actions' ? ['.github/workflows/ci.yml'] : []),
          ]
        : [],
  },
  {
    id: 'DEL-5',
    text: 'GitHub Actions with BuildKit, least privilege, pinned by commit',
    evidence: ({ blueprint }) =>
      blueprint.delivery.ci === 'github-actions' ? ['.github/workflows/ci.yml'] : [],
  },
  {
    id: 'DEL-6',
    text: 'tests on embedded services, or in containers',
    evidence: () => ['tools/dev/src/postgres/embedded.mjs', 'tools/dev/src/postgres/container.mjs'],
  },
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
