import { readClientKeys } from '../sessions/client-keys.ts';
import type { ClientCredential, SignInConfig } from '../sessions/config.ts';
import { readSessionKeys } from '../sessions/key-ring.ts';
import type { EnvironmentReader } from './environment.ts';
import { isLoopback } from './loopback.ts';
import { inlineSecret, type Secret } from './secret.ts';

export function readSignIn(reader: EnvironmentReader): SignInConfig {
  return {
    clientId: reader.required('OIDC_CLIENT_ID'),
    credential: readCredential(reader),
    sessionKeys: readSecret(
      reader,
      'SESSION_KEY',
      (text) => readSessionKeys(text) !== null,
      'must hold keys of 32 bytes, one a line, in base64 or hexadecimal',
    ),
  };
}

function readCredential(reader: EnvironmentReader): ClientCredential {
  const secret = readSecret(reader, 'OIDC_CLIENT_SECRET', () => true, '');
  const key = readSecret(
    reader,
    'OIDC_CLIENT_KEY',
    (text) => readClientKeys(text) !== null,
    'must hold private keys as PEM (PKCS#8), RSA of 2048 bits or P-256',
  );
  if (secret !== null && key !== null) {
    reader.report('OIDC_CLIENT_KEY', 'cannot be given together with OIDC_CLIENT_SECRET');
  }
  if (key !== null) return { kind: 'key', secret: key };
  if (secret === null) {
    reader.report('OIDC_CLIENT_SECRET', 'is required, or OIDC_CLIENT_KEY');
  }
  return { kind: 'secret', secret: secret ?? inlineSecret('OIDC_CLIENT_SECRET', '') };
}

function readSecret(
  reader: EnvironmentReader,
  name: string,
  isGood: (text: string) => boolean,
  message: string,
): Secret | null {
  const secret = reader.secret(name);
  if (secret === null) return null;
  const given = reader.text(`${name}_FILE`) === null ? name : `${name}_FILE`;
  // What cannot be read was reported already, and a variable is reported once.
  if (secret.current() === '') reader.report(given, 'is empty');
  else if (!isGood(secret.current())) reader.report(given, message);
  return secret;
}

/** Where browsers find the service, as scheme, host and port. */
export function readPublicOrigin(reader: EnvironmentReader): string {
  if (reader.text('PUBLIC_URL') === null) return reader.required('PUBLIC_URL');
  const address = reader.address('PUBLIC_URL');
  if (address === null) return '';
  const { origin, href, protocol, hostname } = new URL(address);
  if (href !== `${origin}/`) {
    reader.report('PUBLIC_URL', 'must be an origin, without a path');
  } else if (protocol === 'http:' && !isLoopback(hostname)) {
    // Browsers keep the cookie of a session for secure origins alone.
    reader.report('PUBLIC_URL', 'must be https, but for this machine');
  }
  return origin;
}
