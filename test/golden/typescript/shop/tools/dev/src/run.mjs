import { runApp } from './app.mjs';
import { readConfig } from './config.mjs';
import { installDependencies } from './install.mjs';
import { requireProgram, start } from './process/command.mjs';
import { Guard } from './process/guarded.mjs';
import { Interruption } from './process/interruption.mjs';
import { requirePorts } from './ports.mjs';
import { say } from './say.mjs';
import { provideServices } from './services.mjs';
import { Stops } from './stops.mjs';

/**
 * Services, then a command with their addresses in its environment; nothing of it is left afterwards.
 * @param {import('./arguments.mjs').RunRequest} request
 * @returns {Promise<number>} the command's exit code
 */
export async function run(request) {
  const interruption = new Interruption();
  const stops = new Stops();
  surviveClosedOutput();
  try {
    const config = readConfig();
    requirePrograms(request.command, config);
    if (request.command === 'app') await requirePorts(process.env, config.app.processes.length);
    const fetched = await installDependencies();
    interruption.check();
    const guard = new Guard();
    stops.add(() => guard.release());
    if (fetched && 'bun' in process.versions) return await runAgain({ guard, interruption });

    const origin = process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? '8080'}`;
    const services = await provideServices(
      {
        config,
        postgres: request.postgres && process.env.DATABASE_URL === undefined,
        identity: request.identity && process.env.OIDC_ISSUER === undefined,
        fresh: request.fresh,
        testcontainers: request.testcontainers,
        origins: originsOf(config, origin),
      },
      { stops, guard, check: () => interruption.check() },
    );
    for (const line of services.about) say(line);
    interruption.check();

    const environment = { ...process.env, PUBLIC_URL: origin, ...services.environment };
    const task = { environment, guard, interruption, failed: services.failed };
    if (request.command === 'nothing') return await wait(task);
    if (request.command === 'app') return await runApp(config, task);
    return await runCommand(request.command, task);
  } finally {
    await stops.run();
  }
}

/**
 * Nobody should wait for services, only to hear that nothing can use them.
 * @param {import('./arguments.mjs').RunRequest['command']} command
 * @param {import('./config.mjs').Config} config
 */
function requirePrograms(command, { app }) {
  if (command === 'nothing') return;
  if (command !== 'app') return requireProgram(command[0] ?? '');
  for (const [program] of [...app.prepare, ...app.processes.map((each) => each.command)])
    requireProgram(program ?? '', 'README.md says what has to be installed, in which version.');
}

/**
 * @typedef {object} Task
 * @property {Record<string, string | undefined>} environment
 * @property {Guard} guard
 * @property {Interruption} interruption
 * @property {Promise<string>} failed
 */

/**
 * Bun remembers that there were no packages when it started, so a new process goes on.
 * @param {Pick<Task, 'guard' | 'interruption'>} task
 */
async function runAgain({ guard, interruption }) {
  const line = [process.execPath, ...process.argv.slice(1)];
  /** @type {Promise<string>} */
  const failed = new Promise(() => undefined);
  return await runCommand(line, { environment: process.env, guard, interruption, failed });
}

/**
 * @param {string[]} line
 * @param {Task} task
 */
async function runCommand(line, { environment, guard, interruption, failed }) {
  const running = await start({ line, environment, label: null });
  guard.watch({ kind: 'group', leader: running.leader });
  interruption.forward((signal, insistent) => running.signal(insistent ? 'SIGKILL' : signal));
  return await untilEnd([running], failed);
}

/** @param {Task} task */
async function wait({ environment, interruption, failed }) {
  for (const name of ['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'OIDC_ISSUER', 'OIDC_AUDIENCE']) {
    if (environment[name] !== undefined) say(`${name}=${environment[name]}`);
  }
  say('ready; Ctrl-C stops the services');
  /** @type {Promise<null>} */
  const stopped = new Promise((resolve) => interruption.forward(() => resolve(null)));
  const reason = await Promise.race([stopped, failed]);
  if (reason !== null) say(reason);
  return reason === null ? 0 : 1;
}

/**
 * Waits for the first command to end, and ends the others. Without its services a command has
 * nothing to do, so it is ended with them.
 * @param {import('./process/command.mjs').Running[]} commands
 * @param {Promise<string>} failed
 * @returns {Promise<number>} the exit code of the first, or 1
 */
export async function untilEnd(commands, failed) {
  const first = Promise.race(commands.map((command) => command.done));
  const reason = await Promise.race([first, failed]);
  if (typeof reason === 'string') say(`${reason}, so the command is stopped`);
  for (const command of commands) command.signal('SIGTERM');
  await Promise.all(commands.map((command) => command.done));
  return typeof reason === 'string' ? 1 : reason;
}

/**
 * @param {import('./config.mjs').Config} config
 * @param {string} origin
 */
function originsOf(config, origin) {
  const { processes } = config.app;
  return processes.length > 1 ? processes.map((_, index) => withPort(origin, index)) : [origin];
}

/**
 * The origin of one of several processes: ports count up from the first one's.
 * @param {string} origin
 * @param {number} index
 */
export function withPort(origin, index) {
  if (index === 0) return origin;
  const url = new URL(origin);
  url.port = String(Number(url.port === '' ? '80' : url.port) + index);
  return url.origin;
}

/** A closed terminal must not keep us from stopping what we started. */
function surviveClosedOutput() {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
