import type { RedisOptions } from 'ioredis';

export interface RedisConfig {
  /** Read again for every connection. */
  readonly url: { current(): string };
}

const commandMilliseconds = 200;
const connectMilliseconds = 2000;
const longestPauseMilliseconds = 2000;
/** The password, or the right to do something, was taken away from an open connection. */
const lostAccess = /^(?:NOAUTH|WRONGPASS|NOPERM)\b/;

/** How every connection to Redis is made: what it is used for can wait for nothing. */
export function redisOptions({ url }: RedisConfig): Omit<RedisOptions, 'replyMapping'> {
  const { protocol, hostname, port, pathname } = new URL(url.current());
  return {
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    port: port === '' ? 6379 : Number(port),
    db: Number(pathname.slice(1)),
    ...(protocol === 'rediss:' ? { tls: { servername: hostname } } : {}),
    ...credentialsOf(url.current()),
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

export function credentialsOf(url: string): Pick<RedisOptions, 'username' | 'password'> {
  const { username, password } = new URL(url);
  return {
    username: username === '' ? undefined : decodeURIComponent(username),
    password: password === '' ? undefined : decodeURIComponent(password),
  };
}
