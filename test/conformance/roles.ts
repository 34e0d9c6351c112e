import { randomBytes } from 'node:crypto';
import { type Role, databaseUrl, withClient } from '../support/postgres.ts';
import type { World } from './world.ts';

/** A role that may do what the given one may, and a way to change its password. */
export async function withRole(
  world: World,
  { name: template }: Role,
  work: (role: Role, change: (password?: string) => Promise<Role>) => Promise<void>,
  password = newPassword(),
): Promise<void> {
  const role = { name: `${template}_r${randomBytes(3).toString('hex')}`, password };
  await administer(
    world,
    `CREATE ROLE "${role.name}" LOGIN PASSWORD '${role.password}' IN ROLE "${template}"`,
  );
  try {
    await work(role, async (next = newPassword()) => {
      await administer(world, `ALTER ROLE "${role.name}" PASSWORD '${next}'`);
      return { ...role, password: next };
    });
  } finally {
    await administer(
      world,
      `REASSIGN OWNED BY "${role.name}" TO "${template}"; DROP OWNED BY "${role.name}"`,
      databaseUrl(world.database, { name: 'postgres', password: superuserPassword(world) }),
    );
    await administer(world, `DROP ROLE "${role.name}"`);
  }
}

/** Runs one statement as the superuser of the server. */
export function administer<Row extends object>(
  world: World,
  statement: string,
  url = world.subject.postgres,
): Promise<Row[]> {
  return withClient(url, async (client) => (await client.query<Row>(statement)).rows);
}

export const newPassword = (): string => randomBytes(9).toString('hex');

const superuserPassword = ({ subject }: World): string => new URL(subject.postgres).password;
