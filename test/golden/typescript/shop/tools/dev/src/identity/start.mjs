import path from 'node:path';

import { keep, randomKey, randomSecret, writePrivate } from '../private-file.mjs';
import { interact } from './interaction.mjs';
import { makeKeys } from './keys.mjs';
import { createProvider } from './provider.mjs';

/**
 * @typedef {object} Identity
 * @property {Record<string, string>} environment
 * @property {Terminal} terminal
 * @property {import('../front.mjs').Answer} answer
 *
 * @typedef {{ tokenEndpoint: string, clientId: string, clientSecret: string, scope: string }} Terminal
 */

/**
 * @param {{ config: import('../config.mjs').Config, folder: string, issuer: string, origins: string[] }} wish
 *   origins: where the service is reached from a browser
 * @returns {Promise<Identity>}
 */
export async function startIdentity({ config, folder, issuer, origins }) {
  const keys = await keep(path.join(folder, 'identity-keys.json'), makeKeys);
  const secrets = await keep(path.join(folder, 'identity-clients.json'), () => ({
    service: randomSecret(),
    terminal: randomSecret(),
  }));
  const secretFile = path.join(folder, 'oidc-client-secret');
  await writePrivate(secretFile, secrets.service);
  const sessionKeyFile = path.join(folder, 'session-key');
  await writePrivate(sessionKeyFile, await keep(path.join(folder, 'session-key.json'), randomKey));

  const terminal = { id: `${config.name}-terminal`, secret: secrets.terminal };
  const provider = await createProvider({
    issuer,
    audience: config.audience,
    scopes: config.scopes,
    service: { id: config.name, secret: secrets.service, origins },
    terminal,
    keys,
  });
  const serve = provider.callback();
  return {
    environment: {
      OIDC_ISSUER: issuer,
      OIDC_AUDIENCE: config.audience,
      OIDC_CLIENT_ID: config.name,
      OIDC_CLIENT_SECRET_FILE: secretFile,
      SESSION_KEY_FILE: sessionKeyFile,
    },
    terminal: {
      tokenEndpoint: `${issuer}/token`,
      clientId: terminal.id,
      clientSecret: terminal.secret,
      scope: config.scopes.join(' '),
    },
    answer: async (request, response) => {
      if (request.url?.startsWith('/interaction/')) await interact(provider, request, response);
      else await serve(request, response);
    },
  };
}
