import { sql } from 'kysely';
import {
  Client,
  DatabaseError,
  Pool,
  Query,
  type ClientConfig,
  type PoolClient,
  type QueryResult,
} from 'pg';
import type { Telemetry } from '../telemetry/index.ts';
import { createAdmittance } from './admittance.ts';
import type { DatabaseAddress, PoolConfig } from './config.ts';
import { connectionBy, type Command, type Connection } from './connection.ts';
import { DatabaseUnavailable, translateError } from './errors.ts';
import type { DatabaseMeter } from './metrics.ts';
import { createReachability } from './reachability.ts';
import { settingsOf } from './settings.ts';
import { sqlStatement } from './statement.ts';
import { typeParsers } from './types.ts';

export interface PoolOptions {
  /** `primary` or `replica`: a label of the metrics. */
  readonly name: string;
  readonly address: DatabaseAddress;
  readonly pool: PoolConfig;
  readonly statementTimeoutMs: number;
  readonly meter: DatabaseMeter;
  readonly logger: Telemetry['logger'];
}

/** Connections to one server. */
export interface ConnectionPool {
  /** Runs each statement by itself, on whichever connection is free. */
  readonly connection: Connection;
  /** Lends one connection for as long as the work takes. */
  lend<T>(work: (send: Send) => Promise<T>): Promise<T>;
  /** Rejects when the server does not answer. */
  ping(): Promise<void>;
  /** Opens the minimum of connections. A server that is down is not an error here. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export type Send = (command: Command) => Promise<QueryResult>;

/**
 * Works through PgBouncer in transaction mode, which allows no session state: no LISTEN, no session
 * locks, and no `SET`, which would reach somebody else's session.
 *
 * On a direct connection the statement timeout is a startup parameter, whatever the role's default
 * is, and statements are prepared once per connection, which makes reads about half as fast again.
 * A pooler shows by refusing either: then the default that `migrate` gives the role limits
 * statements, and they are sent unnamed.
 */
export function createPool(options: PoolOptions): ConnectionPool {
  const { name, address, meter, logger } = options;
  let direct = true;
  const foundPooler = () => {
    if (!direct) return;
    direct = false;
    logger.info({ pool: name }, 'connection pooler found: no statement is prepared');
  };

  const settings = settingsOf(address);
  class AddressedClient extends Client {
    constructor(config?: ClientConfig) {
      super({
        ...config,
        ...(direct && { statement_timeout: options.statementTimeoutMs }),
        ...settings(),
      });
    }
  }

  const pool = new Pool({
    Client: AddressedClient,
    types: typeParsers,
    min: options.pool.min,
    max: options.pool.max,
    idleTimeoutMillis: options.pool.idleMs,
    connectionTimeoutMillis: options.pool.acquireMs,
    // The server cancels a statement that is too slow; this ends the wait for a server that is gone.
    query_timeout: options.statementTimeoutMs + 2000,
    pipeline: true,
    keepAlive: true,
  });
  // A connection that breaks would otherwise end the process: lent out, its statement fails anyway,
  pool.on('connect', (client) => client.on('error', () => {}));
  // and idle, nobody has to know but the log.
  pool.on('error', (error) => {
    reachability.lost();
    logger.warn({ pool: name, reason: error.message }, 'idle connection lost');
  });
  meter.pool(name, () => ({
    idle: pool.idleCount,
    used: pool.totalCount - pool.idleCount,
    pending: pool.waitingCount,
    max: options.pool.max,
  }));

  const admittance = createAdmittance(options.pool.acquireMs);
  const acquire = async (): Promise<PoolClient> => {
    const triedDirect = direct;
    try {
      return await admittance.awaited(() => pool.connect());
    } catch (error) {
      if (triedDirect && isStartupParameterRefused(error)) {
        foundPooler();
        return acquire();
      }
      if (isAcquireTimeout(error)) {
        meter.acquireTimedOut(name);
        throw new DatabaseUnavailable('acquire-timeout', error);
      }
      reachability.lost();
      throw new DatabaseUnavailable('unreachable', error);
    }
  };

  const sendOn =
    (client: PoolClient, broken: () => void): Send =>
    (command) =>
      meter.statement(command, async () => {
        try {
          const result = await query(client, command, direct ? command.statementName : null);
          reachability.answered();
          return result;
        } catch (error) {
          if (isPreparedStatementLost(error)) {
            foundPooler();
            throw new DatabaseUnavailable('unreachable', error);
          }
          if (isPlanOutdated(error)) {
            broken();
            throw new DatabaseUnavailable('conflict', error);
          }
          const translated = translateError(error);
          if (translated instanceof DatabaseUnavailable && translated.reason === 'unreachable') {
            broken();
            reachability.lost();
          }
          throw translated;
        }
      });

  const lend: ConnectionPool['lend'] = async (work) => {
    const client = await acquire();
    let isBroken = false;
    const broken = () => {
      isBroken = true;
    };
    try {
      return await work(sendOn(client, broken));
    } finally {
      // A broken one is closed rather than handed to whoever waits.
      client.release(isBroken);
    }
  };

  const connection = connectionBy((command) => lend((send) => send(command)));
  const reachability = createReachability(() => connection.rows(ping, {}));

  return {
    connection,
    lend,
    ping: reachability.check,
    warm: async () => {
      const opened = await Promise.allSettled(
        Array.from({ length: options.pool.min }, () => acquire()),
      );
      for (const result of opened) {
        if (result.status === 'fulfilled') result.value.release();
        else logger.warn({ pool: name, error: result.reason }, 'connection not opened');
      }
    },
    close: () => pool.end(),
  };
}

const ping = sqlStatement('ping', () => sql`SELECT 1`);

/**
 * A query that is given as an object is copied descriptor by descriptor, which costs more than to
 * put it on the wire; so it is made of its parts, and told its name afterwards.
 */
function query(
  client: PoolClient,
  { text, values }: Command,
  statementName: string | null,
): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    const sent = new Query(text, values, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
    client.query(statementName === null ? sent : Object.assign(sent, { name: statementName }));
  });
}

/** The statement was prepared in another session than the one that is to execute it. */
function isPreparedStatementLost(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === '26000' || error.code === '42P05');
}

/** A migration changed the columns of a statement that this connection has prepared before. */
function isPlanOutdated(error: unknown): boolean {
  return error instanceof DatabaseError && error.routine === 'RevalidateCachedQuery';
}

/** PgBouncer's answer to a startup parameter it does not track. */
function isStartupParameterRefused(error: unknown): boolean {
  return error instanceof DatabaseError && /unsupported startup parameter/.test(error.message);
}

/** node-postgres gives these errors no code. */
function isAcquireTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect';
}
