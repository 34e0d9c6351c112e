import pg from 'pg';

/**
 * @typedef {{ host: string, port: number }} Address of a server
 *
 * @typedef {object} Passwords
 * @property {string} superuser
 * @property {string} owner of the role that acts as the owner
 * @property {string} application
 *
 * @typedef {object} Names
 * @property {string} database
 * @property {string} owner owns the database and everything in it; nobody can log in as it
 * @property {string} migrator migrates: acts as the owner
 * @property {string} application works: cannot create or alter anything
 */

/** Databases every cluster has. */
const reserved = ['postgres', 'template0', 'template1'];

/** @param {string} repository its name, in kebab case @returns {Names} */
export function namesFor(repository) {
  const snake = repository.replaceAll('-', '_').slice(0, 50);
  const database = reserved.includes(snake) ? `${snake}_db` : snake;
  return {
    database,
    owner: `${database}_owner`,
    migrator: `${database}_migrator`,
    application: `${database}_app`,
  };
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
  const [database, owner, migrator, application] = [
    names.database,
    names.owner,
    names.migrator,
    names.application,
  ].map(pg.escapeIdentifier);
  try {
    const { rows } = await server.query(
      'select rolname as name from pg_roles union select datname from pg_database',
    );
    const present = new Set(rows.map((row) => row.name));
    for (const role of [names.owner, names.migrator, names.application]) {
      if (!present.has(role)) await server.query(`create role ${pg.escapeIdentifier(role)}`);
    }
    await server.query(`
      alter role ${owner} nologin createdb password null;
      grant pg_signal_backend, pg_read_all_stats to ${owner};
      grant ${owner} to ${migrator};
      alter role ${migrator} login password ${pg.escapeLiteral(passwords.owner)};
      alter role ${application} login nocreatedb nocreaterole
        password ${pg.escapeLiteral(passwords.application)};
    `);
    // What it makes belongs to the owner; it waits for no lock while the traffic queues behind it.
    await server.query(`
      alter role ${migrator} set role = ${owner};
      alter role ${migrator} set statement_timeout = 0;
      alter role ${migrator} set lock_timeout = '5s';
      alter role ${migrator} set idle_in_transaction_session_timeout = '60s';
    `);
    if (!present.has(names.database))
      await server.query(`create database ${database} owner ${owner}`);
    await server.query(`
      revoke all on database ${database}, postgres, template1 from public;
      grant connect on database ${database} to ${migrator}, ${application};
    `);
  } finally {
    await server.end();
  }
  // What is made of the template, such as the databases of tests, is closed as well.
  await inside(address, passwords, 'template1', closed);
  await inside(
    address,
    passwords,
    names.database,
    `${closed} create extension if not exists pg_stat_statements;`,
  );
}

/** Everybody may else make large objects, whatever the privileges on tables are. */
const closed = `
  revoke all on schema public from public;
  revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)
    from public;`;

/**
 * Runs statements in a database.
 * @param {Address} address
 * @param {Passwords} passwords
 * @param {string} database
 * @param {string} statements
 */
async function inside(address, passwords, database, statements) {
  const client = superuser(address, passwords, database);
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
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
