import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import {
  bareEnvironment,
  developerEnvironment,
  endGroup,
  launch,
  succeed,
} from '../../support/command.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { send } from '../../support/http-client.ts';

export const keycloakOfCompose = 'http://keycloak:8180';

/** An emitted repository with its secrets made. */
export interface Repository {
  readonly folder: string;
  /** addresses in its compose.yaml and realm, and what is there in their place while it is tested */
  readonly addresses: Readonly<Record<string, string>>;
}

/** A running Keycloak, with the realms of emitted repositories in it. */
export interface Keycloak {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Keycloak by the script of the first repository, as compose.yaml does it, with the realms of
 * all of them; only the addresses are others.
 */
export async function startKeycloak(repositories: readonly Repository[]): Promise<Keycloak> {
  const [first] = repositories;
  if (first === undefined) throw new Error('There is no realm to import.');
  const folder = await mkdtemp(path.join(tmpdir(), 'keycloak-'));
  const home = await unpacked(folder);
  const [port, managementPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  for (const { folder, addresses } of repositories) {
    await importable(folder, home, { ...addresses, [keycloakOfCompose]: url });
  }
  const script = path.join(folder, 'start.sh');
  const emitted = await readFile(path.join(first.folder, 'ops/keycloak/start.sh'), 'utf8');
  await writeFile(
    script,
    emitted
      .replaceAll('/run/secrets', path.join(first.folder, '.secrets'))
      .replaceAll('/opt/keycloak', home),
  );

  const child = launch({
    argv: ['bash', script],
    cwd: folder,
    environment: {
      ...bareEnvironment(),
      KC_HTTP_HOST: '127.0.0.1',
      KC_HTTP_PORT: String(port),
      KC_HTTP_MANAGEMENT_HOST: '127.0.0.1',
      KC_HTTP_MANAGEMENT_PORT: String(managementPort),
      KC_HOSTNAME: url,
      KC_HEALTH_ENABLED: 'true',
      JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
      // Services of several tests are at one address: a connection to the last one leads nowhere.
      KC_SPI_CONNECTIONS_HTTP_CLIENT__DEFAULT__REUSE_CONNECTIONS: 'false',
      // It lives for a minute: code compiled once is fast enough.
      JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1',
    },
  });
  let output = '';
  let ended = false;
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  const exit = once(child, 'exit').then(() => (ended = true));

  async function stop(): Promise<void> {
    if (!ended) {
      child.kill('SIGTERM');
      await eventually(() => ended || undefined, { withinMs: 15_000, what: 'the end' }).catch(
        () => undefined,
      );
    }
    endGroup(child);
    await exit;
    await rm(folder, { recursive: true, force: true });
  }

  try {
    await eventually(
      async () => {
        if (ended) return true;
        const health = `http://127.0.0.1:${managementPort}/health/ready`;
        return (await send({ method: 'GET', url: health })).status === 200 || undefined;
      },
      { withinMs: 300_000, everyMs: 250, what: 'Keycloak to be ready' },
    );
    if (ended) throw new Error('Keycloak ended.');
  } catch (error) {
    await stop();
    throw new Error(`Keycloak said:\n${output.slice(-8000)}`, { cause: error });
  }
  return { url, stop };
}

/** The distribution as Maven has it, in a folder that may be written to. */
async function unpacked(folder: string): Promise<string> {
  const manifest = path.resolve(import.meta.dirname, '../pom.xml');
  await succeed({
    argv: [
      'mvn',
      '--batch-mode',
      '--quiet',
      `--file=${manifest}`,
      'dependency:unpack-dependencies',
      `-DoutputDirectory=${folder}`,
      `-DmarkersDirectory=${path.join(folder, 'markers')}`,
    ],
    cwd: folder,
    environment: developerEnvironment(),
  });
  const name = (await readdir(folder)).find((entry) => entry.startsWith('keycloak-'));
  if (name === undefined) throw new Error('Maven unpacked no Keycloak.');
  return path.join(folder, name);
}

/** Puts the files where compose.yaml mounts them. */
async function importable(
  repository: string,
  home: string,
  addresses: Repository['addresses'],
): Promise<void> {
  await mkdir(path.join(home, 'data/import'), { recursive: true });
  for (const volume of composed(repository)['keycloak']?.volumes ?? []) {
    const [source = '', target = ''] = volume.split(':');
    if (!target.startsWith('/opt/keycloak/data/import/')) continue;
    const text = await readFile(path.join(repository, source), 'utf8');
    const file = path.join(home, target.slice('/opt/keycloak/'.length));
    await writeFile(file, moved(text, addresses));
  }
}

interface ComposedService {
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
}

/** The services of compose.yaml, by name. */
export function composed(
  folder: string,
  addresses: Repository['addresses'] = {},
): Readonly<Record<string, ComposedService>> {
  const text = readFileSync(path.join(folder, 'compose.yaml'), 'utf8');
  const document = parse(moved(text, addresses), { merge: true }) as {
    services: Record<string, ComposedService>;
  };
  return document.services;
}

export const moved = (text: string, addresses: Repository['addresses']): string =>
  Object.entries(addresses).reduce((all, [there, here]) => all.replaceAll(there, here), text);
