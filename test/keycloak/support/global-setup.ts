import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { developerEnvironment, succeed } from '../../support/command.ts';
import { freePort } from '../../support/free-port.ts';
import { composed, keycloakOfCompose, startKeycloak, type Repository } from './keycloak.ts';

declare module 'vitest' {
  interface ProvidedContext {
    shop: Repository;
    twoServices: Repository;
  }
}

/** One Keycloak for the whole run, with the realm of a repository that has one deployable, and of one with two. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'create-backend-keycloak-'));
  const shop = await emit(path.join(folder, 'shop'), ['--preset', 'shop']);
  const twoServices = await emit(
    path.join(folder, 'two-services'),
    ['--blueprint', 'test/keycloak/two-services.yaml'],
    // Filled into both realms, which are imported by one start.
    ['developer_password', 'cli_key', 'cli_certificate'].map((name) =>
      path.join(shop.folder, '.secrets', name),
    ),
  );
  const keycloak = await startKeycloak([shop, twoServices]);
  const found = ({ addresses, ...repository }: Repository): Repository => ({
    ...repository,
    addresses: { ...addresses, [keycloakOfCompose]: keycloak.url },
  });
  project.provide('shop', found(shop));
  project.provide('twoServices', found(twoServices));
  return async () => {
    await keycloak.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function emit(
  folder: string,
  flags: readonly string[],
  secrets: readonly string[] = [],
): Promise<Repository> {
  const environment = developerEnvironment();
  await succeed({
    argv: ['node', 'bin/create-backend.js', 'render', ...flags, '--out', folder],
    cwd: path.resolve(import.meta.dirname, '../../..'),
    environment,
  });
  await mkdir(path.join(folder, '.secrets'));
  for (const secret of secrets) {
    await copyFile(secret, path.join(folder, '.secrets', path.basename(secret)));
  }
  await succeed({ argv: ['sh', 'ops/secrets.sh'], cwd: folder, environment });
  const addresses: Record<string, string> = {};
  for (const [service, { environment: given }] of Object.entries(composed(folder))) {
    if (given?.['PUBLIC_URL'] === undefined) continue;
    const here = `http://127.0.0.1:${await freePort()}`;
    // Browsers and containers know a service by two addresses; here they are one.
    addresses[given['PUBLIC_URL']] = here;
    addresses[`http://${service}:8080`] = here;
  }
  return { folder, addresses };
}
