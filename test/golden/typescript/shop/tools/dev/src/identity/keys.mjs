import { generateKeyPairSync, randomUUID } from 'node:crypto';

import { randomSecret } from '../private-file.mjs';

/** A signing key and the secret of the login page's cookies. */
export function makeKeys() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomUUID(),
    use: 'sig',
    alg: 'RS256',
  };
  return { keys: [key], cookieSecret: randomSecret() };
}
