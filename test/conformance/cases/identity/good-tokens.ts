import type { TokenRequest } from '../../../support/identity-provider.ts';
import type { World } from '../../world.ts';

const seconds = (): number => Math.floor(Date.now() / 1000);

/** Tokens that are unusual and right. */
export const goodTokens: readonly (readonly [
  id: string,
  title: string,
  request: (world: World) => TokenRequest,
])[] = [
  [
    'OA-12',
    'one audience of several',
    ({ identity }) => ({ claims: { aud: ['https://a.example', identity.audience] } }),
  ],
  ['OA-12', 'one audience in a list', ({ identity }) => ({ claims: { aud: [identity.audience] } })],
  [
    'OA-14',
    'an expiry within the skew',
    () => ({ claims: { iat: seconds() - 300, exp: seconds() - 10 } }),
  ],
  ['OA-14', 'an expiry between two seconds', () => ({ claims: { exp: seconds() + 300.25 } })],
  [
    'OA-15',
    'a time of issue within the skew',
    () => ({ claims: { iat: seconds() + 10, exp: seconds() + 600 } }),
  ],
  ['OA-15', 'a start within the skew', () => ({ claims: { nbf: seconds() + 10 } })],
  ['OA-16', 'a lifetime of 900 s', () => ({ lifetimeSeconds: 900 })],
  ['OA-20', 'the type AT+JWT', () => ({ header: { typ: 'AT+JWT' } })],
  ['OA-20', 'the type application/at+jwt', () => ({ header: { typ: 'application/at+jwt' } })],
  ['OA-20', 'the type Application/AT+JWT', () => ({ header: { typ: 'Application/AT+JWT' } })],
  ['OA-21', 'a subject of 255 characters', () => ({ subject: 'x'.repeat(255) })],
  ['OA-21', 'a subject of another script', () => ({ subject: 'Jürgen 株式会社 🙂' })],
  ['OA-23', 'headers that it does not know', () => ({ header: { x: 1, 'https://y': [null] } })],
];
