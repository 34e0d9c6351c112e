import { productionFiles } from '../../reading/code/production.ts';
import { calledName, memberOf, syntaxOf } from '../../reading/code/syntax.ts';
import { isData } from '../../reading/data.ts';
import { containers } from '../../reading/deployment/kubernetes.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts } from '../../reading/typescript.ts';
import { atFile, inspectEach, type Check, type Rule } from '../../rule.ts';
import { imagesChecked, services } from './health-checks.ts';
import { shutdown } from './shutdown.ts';

const routes: Check = {
  name: 'health-routes',
  title: 'The service tells whether it lives, is ready, and has started',
  reason:
    'Without them an orchestrator restarts what is busy, and sends requests to what cannot serve them.',
  mend: 'Answer /health/live, /health/ready and /health/startup on the management port.',
  subject: 'health routes',
  applies: (repository) => repository.paths('packages/platform/src/http/*.ts').length > 0,
  inspect: (repository) => {
    const texts = new Set(
      productionFiles(repository).flatMap((file) => syntaxOf(file).texts.map(({ text }) => text)),
    );
    return inspectEach(['/health/live', '/health/ready', '/health/startup'], function* (route) {
      if (!texts.has(route)) yield atFile(managementFile(repository), `Nothing answers ${route}.`);
    });
  },
};

function managementFile(repository: Repository): string {
  const usual = 'packages/platform/src/http/management.ts';
  return repository.has(usual)
    ? usual
    : (repository.paths('packages/platform/src/http/*.ts')[0] ?? usual);
}

const readiness: Check = {
  name: 'readiness-looks',
  title: 'Readiness looks at what the service cannot do without',
  reason: 'A service that is always ready gets requests while its database is away.',
  mend: 'Give createServer a readiness check of the database.',
  subject: 'servers',
  applies: (repository) => repository.paths('apps/*/src/**/*.ts').length > 0,
  inspect: (repository) =>
    inspectEach(
      productionFiles(repository)
        .filter(({ path }) => path.startsWith('apps/'))
        .flatMap((file) =>
          syntaxOf(file)
            .calls.filter((call) => calledName(call) === 'createServer')
            .map((call) => ({ file, call })),
        ),
      function* ({ file, call }) {
        const [options] = call.arguments;
        if (options === undefined || !ts.isObjectLiteralExpression(options)) return;
        const checks = memberOf(options, 'readiness');
        if (
          checks === null ||
          (ts.isArrayLiteralExpression(checks) && checks.elements.length === 0)
        )
          yield file.at(checks ?? call, 'The service is ready whatever it depends on.');
      },
    ),
};

const probes: Check = {
  name: 'probes',
  title: 'Containers that serve have probes for liveness, readiness and start',
  reason: 'Kubernetes takes a container without probes for ready as soon as its process runs.',
  mend: 'Add livenessProbe (/health/live), readinessProbe (/health/ready) and startupProbe (/health/startup).',
  subject: 'containers of manifests',
  applies: (repository) => containers(repository).length > 0,
  inspect: (repository) =>
    inspectEach(containers(repository), function* ({ kind, initial, data, workload, at }) {
      if (initial || !['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)) return;
      for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'])
        if (!isData(data[probe])) yield at([probe], `${workload} has no ${probe}.`);
    }),
};

export const health: Rule = {
  id: 'RES-8',
  title: 'Health checks (live, ready, startup) on every service, and graceful shutdown',
  checks: [routes, readiness, services, imagesChecked, probes, shutdown],
};
