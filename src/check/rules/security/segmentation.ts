import { itemsOf, textAt } from '../../reading/data.ts';
import { composeServices, type ComposeService } from '../../reading/deployment/compose.ts';
import { imageOf } from '../../reading/deployment/image.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

/** Images of what holds data, or of what would give it away. */
const stores: ReadonlySet<string> = new Set([
  'postgres',
  'postgresql',
  'postgis',
  'pgvector',
  'timescaledb',
  'pgbouncer',
  'redis',
  'valkey',
  'elasticsearch',
  'opensearch',
  'clickhouse-server',
  'clickhouse',
  'kafka',
  'mongo',
  'mysql',
  'mariadb',
  'rabbitmq',
  'vault',
]);

export const isStore = ({ definition }: ComposeService): boolean =>
  stores.has(imageOf(definition['image'])?.base ?? '');

const storesAreInside: Check = {
  name: 'stores-not-published',
  title: 'Nothing that holds data listens beyond its own machine',
  reason:
    'Docker opens published ports past the firewall of the machine, for everybody who can reach it.',
  mend: "Leave ports out, since services of one network reach each other without; or publish as '127.0.0.1:5432:5432'.",
  subject: 'services of compose files',
  applies: (repository) => composeServices(repository).length > 0,
  inspect: (repository) =>
    inspectEach(composeServices(repository), function* (service) {
      if (!isStore(service)) return;
      for (const [index, port] of itemsOf(service.definition['ports']).entries())
        if (!isLoopback(port))
          yield service.at(['ports', index], `${service.name} is reached from everywhere.`);
    }),
};

function isLoopback(port: unknown): boolean {
  const host = textAt(port, 'host_ip');
  const address = host ?? (typeof port === 'string' ? port : '');
  return /^(?:127\.|\[?::1|localhost)/.test(address);
}

const contained: Check = {
  name: 'services-contained',
  title: 'No service shares the network, the rights or the Docker socket of its machine',
  reason: 'Each of them makes whoever breaks into the service the owner of the machine.',
  mend: 'Remove network_mode: host, privileged, and the mount of docker.sock; give single capabilities or devices instead.',
  subject: 'services of compose files',
  applies: (repository) => composeServices(repository).length > 0,
  inspect: (repository) =>
    inspectEach(composeServices(repository), function* ({ name, definition, at }) {
      if (definition['network_mode'] === 'host')
        yield at(['network_mode'], `${name} is in the network of its machine.`);
      if (definition['privileged'] === true)
        yield at(['privileged'], `${name} has all rights on its machine.`);
      for (const [index, volume] of itemsOf(definition['volumes']).entries()) {
        const source = textAt(volume, 'source') ?? (typeof volume === 'string' ? volume : '');
        if (source.includes('docker.sock'))
          yield at(['volumes', index], `${name} can start any container.`);
      }
    }),
};

export const segmentation: Rule = {
  id: 'SEC-12',
  title: 'Zero Trust in manifests: networks are segmented, and no service owns its machine',
  checks: [storesAreInside, contained],
};
