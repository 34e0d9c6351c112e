import pg from 'pg';

/**
 * @typedef {{ host: string, port: number }} Address of a server
 *
 * @typedef {object} Passwords
 * @property {string} superuser
 * @property {string} owner
 * @property {string} application
 *
 * @typedef {object} Names
 * @property {string} database
 * @property {string} owner migrates: owns the database and everything in it
 * @property {string} application works: cannot create or alter anything
 */

/** Databases every cluster has. */
const reserved = ['postgres', 'template0', 'template1'];

/** @param {string} repository its name, in kebab case @returns {Names} */
export function namesFor(repository) {
  const snake = repository.replaceAll('-', '_').slice(0, 50);
  const database = reserved.includes(snake) ? `${snake}_db` : snake;
  return { database, owner: `${database}_owner`, application: `${database}_app` };
}

/**
 * @param {Address} server
 * @param {string} role
 * @param {string} password
 * @param {string} database
 */
export function addressOf({ host, port }, role, password, database) {
  return `postgresql://${role}:${password}@${host}:${port}/${database}`;
}

/**
 * Whether the server takes connections.
 * @param {Address} server
 * @param {Passwords} passwords
 */
export async function answers(server, passwords) {
  const client = superuser(server, passwords, 'postgres');
  try {
    await client.connect();
    await client.query('select');
    return true;
  } catch (error) {
    // It answers, but not to us: the passwords are not those of this data.
    if (error instanceof pg.DatabaseError && error.code === '28P01') throw error;
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Makes the roles and the database what they should be; what is there stays.
 * @param {Address} address
 * @param {Passwords} passwords
 * @param {Names} names
 */
export async function ensureDatabase(address, passwords, names) {
  const server = superuser(address, passwords, 'postgres');
  await server.connect();
  const [database, owner, application] = [names.database, names.owner, names.application].map(
    pg.escapeIdentifier,
  );
  try {
    const { rows } = await server.query(
      'select rolname as name from pg_roles union select datname from pg_database',
    );
    const present = new Set(rows.map((row) => row.name));
    for (const role of [names.owner, names.application]) {
      if (!present.has(role)) await server.query(`create role ${pg.escapeIdentifier(role)} login`);
    }
    // The owner makes and drops the databases of tests, sessions of the application included.
    await server.query(
      `alter role ${owner} createdb password ${pg.escapeLiteral(passwords.owner)}`,
    );
    await server.query(
      `alter role ${application} nocreatedb nocreaterole password ${pg.escapeLiteral(passwords.application)}`,
    );
    await server.query(`grant pg_signal_backend, pg_read_all_stats to ${owner}`);
    if (!present.has(names.database))
      await server.query(`create database ${database} owner ${owner}`);
    await server.query(`revoke all on database ${database} from public`);
    await server.query(`grant connect on database ${database} to ${application}`);
  } finally {
    await server.end();
  }
  const inside = superuser(address, passwords, names.database);
  await inside.connect();
  try {
    await inside.query('create extension if not exists pg_stat_statements');
  } finally {
    await inside.end();
  }
}

/**
 * @param {Address} server
 * @param {Passwords} passwords
 * @param {string} database
 */
function superuser({ host, port }, passwords, database) {
  const client = new pg.Client({
    host,
    port,
    user: 'postgres',
    password: passwords.superuser,
    database,
    connectionTimeoutMillis: 2000,
    // Said outright, because pg would else take them from the person's PG* variables.
    ssl: false,
    options: '',
  });
  client.on('error', () => undefined);
  return client;
}
