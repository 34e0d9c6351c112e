import { accessSync, constants } from 'node:fs';
import type { Environment, EnvironmentReader } from './environment.ts';

const secretName = /_(?:SECRET|PASSWORD|TOKEN)$|^(?:OIDC_CLIENT|SESSION)_KEY$/;
const secretFileName = /_(?:SECRET|PASSWORD|TOKEN|KEY|URL)_FILE$/;
const addressName = /_URL$/;

/**
 * In production a secret comes as a file. The environment of a process is printed by crash reports,
 * inherited by children and shown by orchestrators, so a secret in it is refused.
 */
export function refuseInlineSecrets(environment: Environment, reader: EnvironmentReader): void {
  for (const [name, value] of Object.entries(environment)) {
    if (!value) continue;
    if (secretName.test(name) || (addressName.test(name) && hasPassword(value))) {
      reader.report(name, `carries a secret inline; give it as ${name}_FILE`);
    } else if (secretFileName.test(name) && !isReadable(value)) {
      reader.report(name, 'cannot be read');
    }
  }
}

const hasPassword = (value: string): boolean =>
  URL.canParse(value) &&
  (new URL(value).password !== '' || new URL(value).searchParams.has('password'));

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
