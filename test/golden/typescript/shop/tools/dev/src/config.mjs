import { readFileSync } from 'node:fs';
import path from 'node:path';

import { toolFolder } from './places.mjs';

/**
 * @typedef {object} AppProcess
 * @property {string} name
 * @property {string[]} command
 * @property {string} tryPath a path of the API worth a first call
 *
 * @typedef {object} Config
 * @property {string} name the repository's name
 * @property {string} audience what access tokens are meant for (OIDC_AUDIENCE)
 * @property {string[]} scopes every scope of the API, `<context>:read` and `<context>:write`
 * @property {string} postgresImage what PostgreSQL runs as where a container is asked for
 * @property {{ prepare: string[][], processes: AppProcess[] }} app what runs when no command is given
 */

/** @returns {Config} */
export function readConfig() {
  return JSON.parse(readFileSync(path.join(toolFolder, 'config.json'), 'utf8'));
}
