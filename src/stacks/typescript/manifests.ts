import type {
  ContextModel,
  DeployableModel,
  FeatureSwitches,
  RepositoryModel,
} from './view/model.ts';

/** An npm package that a package of the workspace needs, where it is not always. */
interface Conditional {
  readonly name: string;
  readonly when: (features: FeatureSwitches) => boolean;
}

type Needs = readonly (string | Conditional)[];

interface PackageNeeds {
  readonly dependencies: Needs;
  readonly devDependencies: Needs;
}

/** Which npm packages each kind of package uses; the versions are in the catalogue. */
const needs = {
  root: {
    dependencies: [],
    devDependencies: ['@types/bun', 'oxfmt', 'oxlint', 'typescript'],
  },
  kernel: { dependencies: [], devDependencies: ['fast-check'] },
  platform: {
    dependencies: [
      '@opentelemetry/api',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace-base',
      '@sinclair/typebox',
      'ajv',
      { name: 'cockatiel', when: (features) => features.externals },
      'elysia',
      'ioredis',
      'ipaddr.js',
      'jose',
      'kysely',
      'lru-cache',
      'openid-client',
      'pg',
      'pg-connection-string',
      'pino',
      'prom-client',
      'rate-limiter-flexible',
      'swagger-ui-dist',
    ],
    devDependencies: ['@types/pg'],
  },
  context: {
    dependencies: ['@sinclair/typebox', 'elysia', 'kysely'],
    devDependencies: ['ajv', 'ajv-formats'],
  },
  deployable: { dependencies: [], devDependencies: [] },
  contractTesting: {
    dependencies: ['@pact-foundation/pact', 'jose', 'pg'],
    devDependencies: ['@types/pg'],
  },
} satisfies Record<string, PackageNeeds>;

export interface Manifest {
  /** folder in the repository, '' for the root */
  readonly folder: string;
  readonly content: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
  };
}

/** The package.json of every package of the workspace, the root first. */
export function manifestsOf(
  repository: RepositoryModel,
  versions: Readonly<Record<string, string>>,
): readonly Manifest[] {
  const pinned = (list: Needs) => pin(list, repository.features, versions);
  return [
    rootManifest(repository, pinned(needs.root.devDependencies)),
    ...repository.deployables.map((deployable) => deployableManifest(deployable, pinned)),
    ...repository.contexts.map((context) => contextManifest(context, pinned)),
    kernelManifest(pinned),
    platformManifest(repository.features, pinned),
    contractTestingManifest(pinned),
  ];
}

type Pinned = Readonly<Record<string, string>>;
type Pin = (list: Needs) => Pinned;

function pin(list: Needs, features: FeatureSwitches, versions: Pinned): Pinned {
  const names = list.flatMap((need) => {
    if (typeof need === 'string') return [need];
    return need.when(features) ? [need.name] : [];
  });
  return Object.fromEntries(
    names.map((name) => {
      const version = versions[name];
      if (version === undefined) throw new Error(`The catalogue of npm packages has no ${name}.`);
      return [name, version];
    }),
  );
}

/** The version of Bun that the repository is made for, as its lock and image have it. */
export const bunVersion = '1.4.5';

function rootManifest(repository: RepositoryModel, devDependencies: Pinned): Manifest {
  return {
    folder: '',
    content: {
      name: repository.names.kebab,
      private: true,
      type: 'module',
      packageManager: `bun@${bunVersion}`,
      workspaces: ['apps/*', 'contexts/*', 'packages/*'],
      scripts: scriptsOf(repository),
      devDependencies,
    },
  };
}

function scriptsOf({ deployables }: RepositoryModel): Readonly<Record<string, string>> {
  const start = (deployable: DeployableModel): string => `bun apps/${deployable.name}/src/main.ts`;
  const first = deployables[0];
  if (first === undefined) throw new Error('The blueprint has no deployable.');
  const several = deployables.length > 1;
  const inEach = (script: string): string =>
    deployables.map(({ name }) => `bun apps/${name}/src/${script}`).join(' && ');
  return {
    setup: 'bun install --frozen-lockfile && bun tools/dev/main.mjs install',
    dev: 'bun tools/dev/main.mjs',
    migrate: inEach('migrate.ts'),
    start: start(first),
    ...(several
      ? Object.fromEntries(
          deployables.map((deployable) => [`start:${deployable.name}`, start(deployable)]),
        )
      : {}),
    // Pact would report every run to its makers.
    test: 'PACT_DO_NOT_TRACK=true bun tools/dev/main.mjs --fresh --services postgres -- bun test --timeout 30000',
    format: 'oxfmt',
    check:
      'oxfmt --check && oxlint && tsc -b && PACT_DO_NOT_TRACK=true bun test --timeout 30000 test/architecture consumer.test events.provider.test',
    'audit:verify': inEach('audit.ts verify'),
    // The security log names every context, whichever deployable hosts it.
    'audit:export': `bun apps/${first.name}/src/audit.ts export`,
    'audit:prune': `bun apps/${first.name}/src/audit.ts prune`,
  };
}

function deployableManifest(deployable: DeployableModel, pinned: Pin): Manifest {
  return {
    folder: `apps/${deployable.name}`,
    content: {
      name: deployable.packageName,
      private: true,
      type: 'module',
      dependencies: sorted({
        ...workspace([
          ...deployable.hosted.map((context) => context.packageName),
          '@packages/kernel',
          '@packages/platform',
        ]),
        ...pinned(needs.deployable.dependencies),
      }),
      ...optional('devDependencies', {
        ...workspace(['@packages/contract-testing']),
        ...pinned(needs.deployable.devDependencies),
      }),
    },
  };
}

function contextManifest(context: ContextModel, pinned: Pin): Manifest {
  return {
    folder: `contexts/${context.name}`,
    content: {
      name: context.packageName,
      private: true,
      type: 'module',
      exports: { '.': './src/module.ts', './contracts': './src/contracts/index.ts' },
      dependencies: sorted({
        ...workspace([
          '@packages/kernel',
          '@packages/platform',
          ...neighbours(context).map(({ packageName }) => packageName),
        ]),
        ...pinned(needs.context.dependencies),
      }),
      ...optional('devDependencies', {
        ...workspace(['@packages/contract-testing']),
        ...pinned(needs.context.devDependencies),
      }),
    },
  };
}

/** The contexts whose published events a context takes in. */
export function neighbours(context: ContextModel): readonly ContextModel[] {
  const events = [
    ...context.consumers.flatMap((consumer) => consumer.events),
    ...context.sagas.flatMap((saga) =>
      saga.steps.flatMap(({ succeedsOn, failsOn }) =>
        failsOn === null ? [succeedsOn] : [succeedsOn, failsOn],
      ),
    ),
  ];
  const others = new Set(events.map((event) => event.context).filter((other) => other !== context));
  return context.repository.contexts.filter((other) => others.has(other));
}

function kernelManifest(pinned: Pin): Manifest {
  return {
    folder: 'packages/kernel',
    content: {
      name: '@packages/kernel',
      private: true,
      type: 'module',
      exports: {
        '.': './src/index.ts',
        './application': './src/application/index.ts',
        './testing': './src/testing/index.ts',
      },
      ...optional('devDependencies', pinned(needs.kernel.devDependencies)),
    },
  };
}

/** Entry points of the platform, each with the feature it belongs to. */
const platformEntries: readonly (readonly [string, (features: FeatureSwitches) => boolean])[] = [
  ['acceptance', (features) => features.asynchronous],
  ['audit', always],
  ['cache', (features) => features.cache],
  ['config', always],
  ['database', always],
  ['http', always],
  ['identity', always],
  ['limits', always],
  ['messaging', always],
  ['migrations', always],
  ['process', always],
  ['resilience', (features) => features.externals],
  ['security', always],
  ['sessions', always],
  ['telemetry', always],
  ['testing', always],
];

function always(): boolean {
  return true;
}

function platformManifest(features: FeatureSwitches, pinned: Pin): Manifest {
  const entries = platformEntries.filter(([, on]) => on(features));
  return {
    folder: 'packages/platform',
    content: {
      name: '@packages/platform',
      private: true,
      type: 'module',
      exports: {
        ...Object.fromEntries(entries.map(([name]) => [`./${name}`, `./src/${name}/index.ts`])),
        './module': './src/module.ts',
      },
      dependencies: sorted({
        ...workspace(['@packages/kernel']),
        ...pinned(needs.platform.dependencies),
      }),
      ...optional('devDependencies', pinned(needs.platform.devDependencies)),
    },
  };
}

function contractTestingManifest(pinned: Pin): Manifest {
  return {
    folder: 'packages/contract-testing',
    content: {
      name: '@packages/contract-testing',
      private: true,
      type: 'module',
      exports: { '.': './src/index.ts' },
      dependencies: sorted({
        ...workspace(['@packages/kernel']),
        ...pinned(needs.contractTesting.dependencies),
      }),
      ...optional('devDependencies', pinned(needs.contractTesting.devDependencies)),
    },
  };
}

function workspace(names: readonly string[]): Pinned {
  return Object.fromEntries(names.map((name) => [name, 'workspace:*']));
}

function sorted(dependencies: Pinned): Pinned {
  return Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function optional(key: string, dependencies: Pinned): object {
  return Object.keys(dependencies).length === 0 ? {} : { [key]: sorted(dependencies) };
}
