import { Problem } from './problem.mjs';

export const usage = `Embedded services for development and tests: PostgreSQL 18 and an OpenID provider.

  main.mjs [options]                   start the services, migrate, run the app with reload
  main.mjs [options] -- command …      run a command with the services' addresses in its environment
  main.mjs token [--scope "a:read …"]  print an access token of the running services
  main.mjs install                     fetch the services' packages and exit
  main.mjs reset --yes                 delete the development database and keys

Options
  --services postgres,identity   which services to start (default: both; "none" for none)
  --fresh                        throw-away services that share nothing with other runs
  --testcontainers               PostgreSQL in a container (needs Docker), or DEV_POSTGRES=testcontainers
  --services-only                start the services and wait, without the app
  --help

A DATABASE_URL or OIDC_ISSUER that is already set is used as it is, and its service not started.
`;

/**
 * @typedef {object} RunRequest
 * @property {'run'} verb
 * @property {boolean} postgres
 * @property {boolean} identity
 * @property {boolean} fresh
 * @property {boolean} testcontainers
 * @property {string[] | 'app' | 'nothing'} command
 *
 * @typedef {{ verb: 'token', scope: string | null }} TokenRequest
 * @typedef {RunRequest | TokenRequest | { verb: 'install' | 'reset' | 'help' }} Request
 */

/**
 * @param {readonly string[]} argv
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Request}
 */
export function parseArguments(argv, environment) {
  const [verb] = argv;
  if (verb === 'token') return { verb, scope: scopeOf(argv.slice(1)) };
  if (verb === 'install') {
    if (argv.length > 1) throw misuse('install takes no arguments');
    return { verb };
  }
  if (verb === 'reset') {
    // Bun keeps `--` to itself, so this may be the command `reset`, which is about the terminal.
    if (argv.length !== 2 || argv[1] !== '--yes')
      throw misuse('reset deletes the development database, so it takes --yes');
    return { verb };
  }
  return parseRun(argv, environment);
}

/**
 * @param {readonly string[]} argv
 * @param {NodeJS.ProcessEnv} environment
 * @returns {RunRequest | { verb: 'help' }}
 */
function parseRun(argv, environment) {
  /** @type {RunRequest} */
  const request = {
    verb: 'run',
    postgres: true,
    identity: true,
    fresh: false,
    testcontainers: environment.DEV_POSTGRES === 'testcontainers',
    command: 'app',
  };
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (argument === '--' || !argument.startsWith('-')) {
      return withCommand(request, argv.slice(argument === '--' ? index + 1 : index));
    }
    const [name, inline] = split(argument);
    switch (name) {
      case '--help':
      case '-h':
        return { verb: 'help' };
      case '--fresh':
        request.fresh = true;
        break;
      case '--testcontainers':
        request.testcontainers = true;
        break;
      case '--services-only':
        request.command = 'nothing';
        break;
      case '--services':
        Object.assign(request, servicesOf(inline ?? argv[(index += 1)] ?? ''));
        break;
      default:
        throw misuse(`unknown option ${name}; a command goes after --`);
    }
  }
  return request;
}

/**
 * The command is what follows `--`; Bun keeps a leading `--` to itself, so it is also what begins
 * with the first word that is no option.
 * @param {RunRequest} request
 * @param {readonly string[]} command
 * @returns {RunRequest}
 */
function withCommand(request, command) {
  if (command.length === 0) throw misuse('there is no command after --');
  if (request.command === 'nothing') throw misuse('--services-only runs no command');
  return { ...request, command: [...command] };
}

/** @param {string} list @returns {{ postgres: boolean, identity: boolean }} */
function servicesOf(list) {
  const names = list === 'none' ? [] : list.split(',');
  const unknown = names.find((name) => name !== 'postgres' && name !== 'identity');
  if (unknown !== undefined)
    throw misuse(`unknown service "${unknown}" (postgres, identity, none)`);
  return { postgres: names.includes('postgres'), identity: names.includes('identity') };
}

/** @param {readonly string[]} argv @returns {string | null} */
function scopeOf(argv) {
  if (argv.length === 0) return null;
  const [name, inline] = split(argv[0] ?? '');
  const scope = inline ?? argv[1];
  if (name !== '--scope' || scope === undefined)
    throw misuse('token takes --scope "a:read b:write"');
  return scope;
}

/** @param {string} option @returns {[string, string | undefined]} */
function split(option) {
  const at = option.indexOf('=');
  return at === -1 ? [option, undefined] : [option.slice(0, at), option.slice(at + 1)];
}

/** @param {string} message */
function misuse(message) {
  return new Problem(message, 'main.mjs --help shows the options', 2);
}
