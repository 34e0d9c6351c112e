import { createSigningKey, type Secret } from '../../../support/tokens.ts';
import type { TokenRequest } from '../../../support/identity-provider.ts';
import type { World } from '../../world.ts';

/** A token with one thing wrong. */
export interface BadToken {
  readonly id: string;
  readonly title: string;
  /** As the security log names it. */
  readonly reason: string | RegExp;
  /** A request to the provider, or the token itself. */
  make(world: World): TokenRequest | string;
}

const seconds = (): number => Math.floor(Date.now() / 1000);
const encoded = (text: string): string => Buffer.from(text).toString('base64url');

type Make = BadToken['make'];

const group =
  (id: string, reason: BadToken['reason']) =>
  (tokens: Readonly<Record<string, Make>>): readonly BadToken[] =>
    Object.entries(tokens).map(([title, make]) => ({ id, title, reason, make }));

const claims =
  (changes: (world: World) => Readonly<Record<string, unknown>>): Make =>
  (world) => ({ claims: changes(world) });
const header =
  (changes: Readonly<Record<string, unknown>>): Make =>
  () => ({ header: changes });
const unsigned =
  (alg: unknown): Make =>
  () => ({ header: { alg }, signWith: 'none' });
const confused =
  (signWith: Secret): Make =>
  () => ({ header: { alg: 'HS256' }, signWith });
/** A right token, changed afterwards. */
const altered =
  (change: (head: string, body: string, signature: string) => string): Make =>
  ({ identity }) => {
    const [head = '', body = '', signature = ''] = identity.token().split('.');
    return change(head, body, signature);
  };
const twice =
  (part: 'header' | 'claims', member: string, value: unknown): Make =>
  () => ({
    rewrite: {
      [part]: (json: string) => json.replace(/\}$/, `,"${member}":${JSON.stringify(value)}}`),
    },
  });

const foreign = createSigningKey('RS256');

export const badTokens: readonly BadToken[] = [
  ...group(
    'OA-02',
    'malformed',
  )({
    'one part': () => 'x',
    'parts that are no JSON': () => 'a.b.c',
    'nothing but dots': () => '..',
    'an empty header': () => 'e30.e30.',
    'four parts': altered((head, body, signature) => `${head}.${body}.${signature}.x`),
    'the five parts of an encrypted one': () =>
      `${encoded('{"alg":"RSA-OAEP","enc":"A256GCM","typ":"at+jwt"}')}.AAAA.AAAA.AAAA.AAAA`,
    'a header that is a list': (world) => ({
      rewrite: { header: (json) => `[${json}]` },
      key: world.identity.currentKey(),
    }),
    'a header cut short': () => ({ rewrite: { header: (json) => json.slice(0, -1) } }),
    'claims that are a list': () => ({ rewrite: { claims: (json) => `[${json}]` } }),
    'claims that are null': () => ({ rewrite: { claims: () => 'null' } }),
    'claims cut short': () => ({ rewrite: { claims: (json) => json.slice(0, -1) } }),
    'no claims': () => ({ rewrite: { claims: () => '' } }),
  }),
  ...group(
    'OA-03',
    'signature',
  )({
    'the signature of another key': (world) => ({
      key: { ...foreign, id: world.identity.currentKey().id },
    }),
    'another payload under the signature': altered(
      (head, body, signature) =>
        `${head}.${encoded(Buffer.from(body, 'base64url').toString().replace('user-1', 'user-2'))}.${signature}`,
    ),
    'an empty signature': () => ({ signWith: 'none' }),
    'a signature of zeros': altered((head, body) => `${head}.${body}.${'A'.repeat(342)}`),
    'half a signature': altered(
      (head, body, signature) => `${head}.${body}.${signature.slice(0, 170)}`,
    ),
  }),
  ...group(
    'OA-04',
    /^(algorithm|malformed)$/,
  )({
    'alg none': unsigned('none'),
    'alg None': unsigned('None'),
    'alg nOnE': unsigned('nOnE'),
    'alg NONE': unsigned('NONE'),
    'alg none and a space': unsigned('none '),
    'an empty alg': unsigned(''),
    'alg null': unsigned(null),
    'no alg': unsigned(undefined),
    'alg none over a right signature': header({ alg: 'none' }),
    'alg none after a right one': twice('header', 'alg', 'none'),
  }),
  ...group(
    'OA-05',
    'algorithm',
  )({
    'HS256 with the public key': confused('hmac-of-public-key'),
    'HS256 with the public key, trimmed': confused('hmac-of-trimmed-pem'),
    'HS256 with the public key as PKCS #1': confused('hmac-of-pkcs1'),
    'HS256 with the public key as DER': confused('hmac-of-der'),
    'HS256 with the public key as JWK': confused('hmac-of-jwk'),
    'HS256 with the modulus': confused('hmac-of-modulus'),
    'HS256 with an empty secret': confused('hmac-of-nothing'),
  }),
  ...group(
    'OA-06',
    /^(algorithm|malformed)$/,
  )({
    'RS512 with the right key': () => ({ header: { alg: 'RS512' }, signWith: 'RS512' }),
    'PS256 with the right key': () => ({ header: { alg: 'PS256' }, signWith: 'PS256' }),
    'alg rs256': header({ alg: 'rs256' }),
    'a list of algorithms': header({ alg: ['RS256'] }),
  }),
  ...group(
    'OA-07',
    'issuer',
  )({
    'another issuer': claims(() => ({ iss: 'https://attacker.example' })),
    'the issuer in other letters': claims(({ identity }) => ({
      iss: identity.issuer.replace('http', 'HTTP'),
    })),
    'a space after the issuer': claims(({ identity }) => ({ iss: `${identity.issuer} ` })),
    'a path of the issuer': claims(({ identity }) => ({ iss: `${identity.issuer}/realms/x` })),
    'a list of issuers': claims(({ identity }) => ({ iss: [identity.issuer] })),
    'two issuers, the wrong one last': twice('claims', 'iss', 'https://attacker.example'),
  }),
  ...group(
    'OA-08',
    'issuer',
  )({
    'an issuer with a slash more': claims(({ identity }) => ({ iss: `${identity.issuer}/` })),
  }),
  ...group(
    'OA-09',
    'issuer',
  )({
    'no issuer': claims(() => ({ iss: undefined })),
    'an issuer of null': claims(() => ({ iss: null })),
    'an empty issuer': claims(() => ({ iss: '' })),
  }),
  ...group(
    'OA-10',
    'audience',
  )({
    'another audience': claims(() => ({ aud: 'https://other.example' })),
    'the client as audience': claims(() => ({ aud: 'conformance' })),
    'an audience with a slash more': claims(({ identity }) => ({ aud: `${identity.audience}/` })),
    'a part of the audience': claims(({ identity }) => ({ aud: identity.audience.slice(0, -1) })),
    'audiences in one text': claims(({ identity }) => ({ aud: `${identity.audience} x` })),
    'two audiences, the wrong one last': twice('claims', 'aud', 'https://other.example'),
  }),
  ...group(
    'OA-11',
    'audience',
  )({
    'no audience': claims(() => ({ aud: undefined })),
    'an audience of null': claims(() => ({ aud: null })),
    'no audience in the list': claims(() => ({ aud: [] })),
    'audiences that are no texts': claims(({ identity }) => ({
      aud: [1, null, {}, [identity.audience]],
    })),
  }),
  ...group(
    'OA-13',
    'expired',
  )({
    'an expiry in the past': claims(() => ({ iat: seconds() - 700, exp: seconds() - 100 })),
    'an expiry just beyond the skew': claims(() => ({ iat: seconds() - 300, exp: seconds() - 32 })),
    'an expiry before the epoch': claims(() => ({ exp: -1 })),
  }),
  ...group(
    'OA-13',
    'claims',
  )({
    'no expiry': claims(() => ({ exp: undefined })),
    'an expiry of null': claims(() => ({ exp: null })),
    'an expiry that is a text': claims(() => ({ exp: String(seconds() + 600) })),
  }),
  ...group(
    'OA-15',
    'not-yet-valid',
  )({
    'a time of issue in the future': claims(() => ({ iat: seconds() + 300, exp: seconds() + 600 })),
    'a start in the future': claims(() => ({ nbf: seconds() + 300 })),
  }),
  ...group(
    'OA-15',
    'claims',
  )({
    'no time of issue': claims(() => ({ iat: undefined })),
    'a time of issue that is a text': claims(() => ({ iat: String(seconds()) })),
    'a start that is a text': claims(() => ({ nbf: 'now' })),
  }),
  ...group(
    'OA-16',
    'lifetime',
  )({
    'a lifetime over 900 s': () => ({ lifetimeSeconds: 901 }),
    'a lifetime of a day': () => ({ lifetimeSeconds: 86_400 }),
    'a lifetime without end': claims(() => ({ exp: 1e300 })),
    'a lifetime begun at the epoch': claims(() => ({ iat: 0 })),
    'an end before its beginning': claims(() => ({ iat: seconds() + 20, exp: seconds() + 10 })),
  }),
  ...group(
    'OA-17',
    'type',
  )({
    'the type JWT': header({ typ: 'JWT' }),
    'a type that begins as ours': header({ typ: 'at+jwt;v=1' }),
    'a type of another tree': header({ typ: 'text/at+jwt' }),
    'a list of types': header({ typ: ['at+jwt'] }),
  }),
  ...group(
    'OA-18',
    'type',
  )({
    'the type of an ID token': header({ typ: undefined }),
    'all that an ID token has': ({ identity }) => ({
      header: { typ: 'JWT' },
      claims: {
        aud: ['conformance', identity.audience],
        azp: 'conformance',
        nonce: 'n-0S6_WzA2Mj',
        auth_time: seconds(),
        at_hash: '77QmUPtjPfzWtF2AnpK9RQ',
      },
    }),
  }),
  ...group(
    'OA-19',
    'type',
  )({
    'the type of a logout token': () => ({
      header: { typ: 'logout+jwt' },
      claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
    }),
    'the type of a refresh token': () => ({ header: { typ: 'JWT' }, claims: { typ: 'Refresh' } }),
    'the type of a DPoP proof': header({ typ: 'dpop+jwt' }),
  }),
  ...group('OA-19', 'malformed')({ 'an opaque refresh token': () => 'tGzv3JOkF0XG5Qx2TlKWIA' }),
  ...group(
    'OA-21',
    'claims',
  )({
    'no subject': claims(() => ({ sub: undefined })),
    'an empty subject': claims(() => ({ sub: '' })),
    'a subject that is a number': claims(() => ({ sub: 1 })),
    'a subject of 256 characters': claims(() => ({ sub: 'x'.repeat(256) })),
    'a subject with U+0000': claims(() => ({ sub: 'user\0-1' })),
    'a subject of two lines': claims(() => ({ sub: 'user-1\n{"level":"info"}' })),
    'a subject with an escape sequence': claims(() => ({ sub: '\u001b[2Juser-1' })),
    'a subject with half a surrogate pair': claims(() => ({ sub: 'user\ud800' })),
    'no client': claims(() => ({ client_id: undefined })),
    'an empty client': claims(() => ({ client_id: '' })),
    'a client with U+0000': claims(() => ({ client_id: 'conformance\0' })),
    'a list of clients': claims(() => ({ client_id: ['conformance'] })),
    'no jti': claims(() => ({ jti: undefined })),
    'an empty jti': claims(() => ({ jti: '' })),
  }),
  ...group(
    'OA-23',
    /^(critical-header|malformed)$/,
  )({
    'an unknown critical header': header({ crit: ['x'], x: 1 }),
    'a critical header that is not there': header({ crit: ['x'] }),
    'no critical header in the list': header({ crit: [] }),
    'critical headers that are no list': header({ crit: 'exp' }),
    'a critical header of the standard': header({ crit: ['alg'] }),
    'a payload that is not encoded': header({ crit: ['b64'], b64: false }),
  }),
  ...group(
    'OA-24',
    'unknown-key',
  )({
    'a key id that is a path': header({ kid: '../../../../etc/passwd' }),
    'a key id that is SQL': header({ kid: "' OR 1=1; DROP TABLE keys; --" }),
    'a key id that is an address': header({ kid: 'http://attacker.example/key' }),
    'the key id __proto__': header({ kid: '__proto__' }),
    'the key id constructor': header({ kid: 'constructor' }),
    'a key id with U+0000': header({ kid: 'key\0' }),
    'an empty key id': header({ kid: '' }),
    'a key id that is a number': header({ kid: 7 }),
    'a key id that is a list': header({ kid: [] }),
    'a key id of 5000 characters': header({ kid: 'k'.repeat(5000) }),
    'a space after the key id': ({ identity }) => ({
      header: { kid: `${identity.currentKey().id} ` },
    }),
  }),
];
