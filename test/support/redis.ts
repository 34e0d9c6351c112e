import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { bareEnvironment, launch } from './command.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

/** A running Redis, on a port of this machine alone, that keeps nothing. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** Sends a command and gives back what it was answered, as the protocol prints it. */
  command(...words: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** `changes` are laid over those of a server for one test. */
export async function startRedis(
  changes: Readonly<Record<string, string | number>> = {},
): Promise<RedisServer> {
  const host = '127.0.0.1';
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const usual = { bind: host, port, requirepass: password, save: '', dir: tmpdir() };
  const settings = { ...usual, ...changes };
  const server = launch({
    argv: [
      'redis-server',
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ],
    cwd: '/',
    environment: bareEnvironment(),
  });
  const failed = once(server, 'error').then(([error]) => {
    throw new Error(`redis-server does not start: ${String(error)}`);
  });
  const ended = once(server, 'exit');
  server.stdout?.resume();

  const command = (...words: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port });
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => {
        // The answers to AUTH and QUIT stand around it.
        const [, ...lines] = answer.split('\r\n');
        resolve(lines.slice(0, -2).join('\n'));
      });
      for (const each of [['AUTH', password], words, ['QUIT']]) {
        socket.write(encode(each));
      }
    });
  await Promise.race([
    failed,
    eventually(async () => ((await command('PING')) === '+PONG' ? true : undefined), {
      what: 'redis-server to answer',
    }),
  ]);
  return {
    host,
    port,
    password,
    command,
    async stop() {
      if (server.exitCode === null) server.kill('SIGTERM');
      await ended;
    },
  };
}

/** The address of the server, optionally through another port (a proxy). */
export function redisUrl({ host, password, port }: RedisServer, through = port): string {
  return `redis://:${password}@${host}:${through}`;
}

function encode(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join('')}`;
}
