import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Repository } from './keycloak.ts';
import type { User } from './relying-party.ts';

/** The user that compose.yaml brings along, with the password of ops/secrets.sh. */
export function developerOf({ folder }: Repository): User {
  const file = path.join(folder, '.secrets/developer_password');
  return { username: 'developer', password: readFileSync(file, 'utf8') };
}
