import { readFileSync } from 'node:fs';
import path from 'node:path';
import { send, type Reply } from '../../support/http-client.ts';
import { asArray, asObject, asString } from '../../support/json.ts';
import { keycloakOfCompose, type Repository } from './keycloak.ts';

/** Keycloak's own administrator, with the password of the first repository's ops/secrets.sh. */
export class Admin {
  readonly #url: string;
  readonly #password: string;

  constructor({ folder, addresses }: Repository) {
    this.#url = addresses[keycloakOfCompose] ?? '';
    this.#password = readFileSync(path.join(folder, '.secrets/keycloak_password'), 'utf8');
  }

  async addUser(realm: string, username: string, password: string): Promise<string> {
    await this.ask('POST', `/${realm}/users`, {
      username,
      email: `${username}@example.com`,
      emailVerified: true,
      firstName: 'Somebody',
      lastName: 'New',
      enabled: true,
      credentials: [{ type: 'password', value: password, temporary: false }],
    });
    const found = await this.ask('GET', `/${realm}/users?exact=true&username=${username}`);
    const [user] = asArray(found.json);
    return asString(asObject(user).id);
  }

  async ask(method: string, address: string, body?: object): Promise<Reply> {
    const reply = await send({
      method,
      url: `${this.#url}/admin/realms${address}`,
      headers: [
        ['Authorization', `Bearer ${await this.#token()}`],
        ['Content-Type', 'application/json'],
      ],
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (reply.status >= 400) throw new Error(`${method} ${address}: ${reply.status} ${reply.text}`);
    return reply;
  }

  async #token(): Promise<string> {
    const reply = await send({
      method: 'POST',
      url: `${this.#url}/realms/master/protocol/openid-connect/token`,
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: 'admin-cli',
        username: 'admin',
        password: this.#password,
      }).toString(),
    });
    return asString(reply.object['access_token']);
  }
}
