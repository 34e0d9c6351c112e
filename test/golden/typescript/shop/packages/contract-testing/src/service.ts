import { createDatabase, type TestDatabase } from './database.ts';
import { freePort } from './free-port.ts';
import { startIdentityProvider, type IdentityProvider } from './identity-provider.ts';

export interface Service {
  readonly url: string;
  /** a token with all scopes */
  readonly token: string;
  stop(): Promise<void>;
}

const audience = 'contract-testing';
const patienceMs = 30_000;

/**
 * Migrates an empty database and starts a deployable on it, as its own process and as it runs in
 * production.
 */
export async function startService(folder: string, scopes: readonly string[]): Promise<Service> {
  const database = await createDatabase();
  const identity = await startIdentityProvider(audience);
  const [port, managementPort] = [freePort(), freePort()];
  const environment = environmentOf(database, identity, port, managementPort);
  const release = async (): Promise<void> => {
    await identity.stop();
    await database.drop();
  };

  const migration = Bun.spawn(['bun', 'src/migrate.ts'], {
    cwd: folder,
    env: environment,
    stdout: 'ignore',
  });
  if ((await migration.exited) !== 0) {
    await release();
    throw new Error('The migration failed.');
  }
  const process = Bun.spawn(['bun', 'src/main.ts'], {
    cwd: folder,
    env: environment,
    stdout: 'ignore',
  });
  const stop = async (): Promise<void> => {
    process.kill('SIGTERM');
    await process.exited;
    await release();
  };
  if (!(await becomesReady(managementPort, process))) {
    await stop();
    throw new Error('The service does not become ready.');
  }
  return { url: `http://127.0.0.1:${port}`, token: await identity.token(scopes), stop };
}

function environmentOf(
  database: TestDatabase,
  identity: IdentityProvider,
  port: number,
  managementPort: number,
): Record<string, string | undefined> {
  return {
    PATH: process.env['PATH'],
    HOST: '127.0.0.1',
    PORT: String(port),
    MANAGEMENT_PORT: String(managementPort),
    DATABASE_URL: database.url,
    MIGRATION_DATABASE_URL: database.migrationUrl,
    OIDC_ISSUER: identity.issuer,
    OIDC_AUDIENCE: audience,
    OIDC_CLIENT_ID: audience,
    OIDC_CLIENT_SECRET: 'nobody signs in here',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    RATE_LIMIT_READ: '100000/60',
    RATE_LIMIT_WRITE: '100000/60',
    SHUTDOWN_GRACE_SECONDS: '1',
  };
}

async function becomesReady(port: number, process: Bun.Subprocess): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (process.exitCode === null && Date.now() < deadline) {
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return true;
    await Bun.sleep(50);
  }
  return false;
}
