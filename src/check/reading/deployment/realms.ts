import type { Finding } from '../../rule.ts';
import { isData, itemsOf, textAt, type Data } from '../data.ts';
import { derived } from '../derived.ts';

/** A realm of Keycloak, as it is imported. */
export interface Realm {
  readonly path: string;
  readonly data: Data;
  readonly clients: readonly RealmClient[];
  at(keys: readonly (string | number)[], message: string): Finding;
}

export interface RealmClient {
  readonly id: string;
  readonly data: Data;
  at(keys: readonly (string | number)[], message: string): Finding;
}

/** Clients that Keycloak makes in every realm for itself, and that an export holds as well. */
const builtIn = new Set([
  'account',
  'account-console',
  'admin-cli',
  'broker',
  'realm-management',
  'security-admin-console',
]);

/** JSON files that hold a realm: a name of it, and clients. */
export const realms = derived((repository): readonly Realm[] =>
  repository.paths('**/*.json').flatMap((path) => {
    if (/(?:^|\/)test\//.test(path)) return [];
    const text = repository.text(path) ?? '';
    if (!text.includes('"clientId"') || !text.includes('"realm"')) return [];
    const file = repository.json(path);
    const data = file?.data;
    if (file === null || !isData(data) || typeof data['realm'] !== 'string') return [];
    const clients = itemsOf(data['clients']).flatMap((client, index): RealmClient[] => {
      const id = textAt(client, 'clientId');
      if (!isData(client) || id === null || builtIn.has(id)) return [];
      const at: Realm['at'] = (keys, message) => file.at(['clients', index, ...keys], message);
      return [{ id, data: client, at }];
    });
    return [{ path, data, clients, at: (keys, message) => file.at(keys, message) }];
  }),
);
