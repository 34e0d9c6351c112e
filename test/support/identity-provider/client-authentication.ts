import { createPublicKey, verify } from 'node:crypto';
import { send } from '../http-client.ts';
import { asArray, asObject, asString, parseJson } from '../json.ts';

/** What the provider knows of the service as its client. */
export interface KnownClient {
  secret: string;
  /** Where its public keys are; null: it has none. */
  keysAddress: string | null;
}

/** Whether a request to the token endpoint proves to come from the client. */
export async function isFromClient(
  authorization: string | undefined,
  form: URLSearchParams,
  client: KnownClient,
): Promise<boolean> {
  const assertion = form.get('client_assertion');
  if (assertion !== null) return await isSigned(assertion, client.keysAddress);
  const [, encoded = ''] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  const [, secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  return decodeURIComponent(secret) === client.secret;
}

async function isSigned(assertion: string, keysAddress: string | null): Promise<boolean> {
  if (keysAddress === null) return false;
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const { kid, alg } = asObject(parseJson(Buffer.from(header, 'base64url').toString()));
  const published = await send({ method: 'GET', url: keysAddress });
  const jwk = asArray(published.object.keys)
    .map((key) => asObject(key))
    .find((key) => key.kid === kid && key.alg === alg);
  if (jwk === undefined) return false;
  const key = createPublicKey({
    format: 'jwk',
    key: Object.fromEntries(
      ['kty', 'crv', 'x', 'y', 'n', 'e'].flatMap((name) =>
        jwk[name] === undefined ? [] : [[name, asString(jwk[name])]],
      ),
    ),
  });
  return verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
}
