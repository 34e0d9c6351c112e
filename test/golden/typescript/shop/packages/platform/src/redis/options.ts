import { isIP } from 'node:net';
import type { RedisOptions } from 'ioredis';

export interface RedisConfig {
  /** Read again for every connection. */
  readonly url: { current(): string };
  /** Of who signs the server's certificate; otherwise whom the system trusts. Read again as well. */
  readonly ca?: { current(): string } | null;
}

const commandMilliseconds = 200;
const connectMilliseconds = 2000;
const longestPauseMilliseconds = 2000;
/** The password, or the right to do something, was taken away from an open connection. */
const lostAccess = /^(?:NOAUTH|WRONGPASS|NOPERM)\b/;

/** How every connection to Redis is made: what it is used for can wait for nothing. */
export function redisOptions(config: RedisConfig): Omit<RedisOptions, 'replyMapping'> {
  return {
    ...endpointOf(config),
    db: Number(new URL(config.url.current()).pathname.slice(1)),
    connectTimeout: connectMilliseconds,
    commandTimeout: commandMilliseconds,
    // Answers come in the order of the questions: once one is missing, the connection is of no use.
    socketTimeout: commandMilliseconds,
    // What is asked in one turn of the event loop is sent at once.
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, longestPauseMilliseconds),
    reconnectOnError: ({ message }) => lostAccess.test(message),
  };
}

/** Where the server is, how it proves to be itself, and how we do. */
export function endpointOf({ url, ca }: RedisConfig): RedisOptions {
  const { protocol, hostname, port, username, password } = new URL(url.current());
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  return {
    host,
    port: port === '' ? 6379 : Number(port),
    username: username === '' ? undefined : decodeURIComponent(username),
    password: password === '' ? undefined : decodeURIComponent(password),
    ...(protocol === 'rediss:' && { tls: tlsTo(host, ca?.current()) }),
  };
}

/** A server name is sent for names only: RFC 6066 has none for addresses. */
function tlsTo(host: string, ca: string | undefined): NonNullable<RedisOptions['tls']> {
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
  };
}
