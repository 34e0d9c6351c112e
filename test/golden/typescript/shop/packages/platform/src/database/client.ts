import { Client, type ClientConfig } from 'pg';
import { createAdmittance } from './admittance.ts';
import type { DatabaseAddress } from './config.ts';

const patienceMs = 5000;

/** One connection, for work that runs once; it waits while its password is being rotated. */
export function openClient(address: DatabaseAddress, config: ClientConfig = {}): Promise<Client> {
  return createAdmittance(patienceMs).awaited(async () => {
    const client = new Client({ ...config, connectionString: address.current() });
    await client.connect();
    return client;
  });
}
