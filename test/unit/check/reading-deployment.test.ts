import { describe, expect, test } from 'vitest';

import { composeServices } from '../../../src/check/reading/deployment/compose.ts';
import {
  dockerfiles,
  effective,
  filled,
} from '../../../src/check/reading/deployment/dockerfile.ts';
import { imageOf, isUnpinned, majorOf } from '../../../src/check/reading/deployment/image.ts';
import { looksSecret, namesSecret } from '../../../src/check/reading/secret-words.ts';
import { edited, repositoryOf, shop } from './fixture.ts';

describe('references to images', () => {
  test.each([
    ['postgres:18.6-trixie', 'postgres', 18],
    ['registry.internal:5000/acme/redis:7', 'redis', 7],
    ['pgvector/pgvector:pg16', 'pgvector', 16],
    ['timescale/timescaledb:2.21.3-pg17', 'timescaledb', 17],
    ['postgis/postgis:16-3.4', 'postgis', 16],
    ['prom/prometheus:v3.15.0', 'prometheus', 3],
    ['postgres:latest', 'postgres', null],
    ['postgres:bookworm', 'postgres', null],
    ['registry.internal:5000/acme/redis', 'redis', null],
  ])('%s is %s of version %s', (text, base, major) => {
    const image = imageOf(text);
    expect(image?.base).toBe(base);
    expect(image === null ? null : majorOf(image)).toBe(major);
  });

  test.each([
    ['redis', true],
    ['redis:latest', true],
    ['registry.internal:5000/redis', true],
    ['redis:8.10.1', false],
    [`redis@sha256:${'0'.repeat(64)}`, false],
  ])('%s may be another one tomorrow: %s', (text, unpinned) => {
    const image = imageOf(text);
    expect(image === null ? null : isUnpinned(image)).toBe(unpinned);
  });

  test('one that a variable completes is not judged', () => {
    expect(imageOf('postgres:${VERSION}')).toBeNull();
  });
});

test('variables of a Dockerfile are filled by their defaults, and left where there is none', () => {
  const values = new Map([['VERSION', '18.6']]);
  expect(filled('postgres:${VERSION}', values)).toBe('postgres:18.6');
  expect(filled('postgres:$VERSION-${FLAVOUR:-trixie}', values)).toBe('postgres:18.6-trixie');
  expect(filled('postgres:${OTHER}', values)).toBeNull();
});

test('a stage has what the stage it starts from has said', () => {
  const texts = edited(shop, [
    { path: 'Dockerfile', write: 'FROM a:1 AS base\nUSER 7\nFROM base\nRUN true\nFROM 1\n' },
  ]);
  const [file] = dockerfiles(repositoryOf(texts));
  const users = (file?.stages ?? []).map((stage) =>
    effective(stage, 'USER').map((user) => user.getArgumentsContent()),
  );
  expect(users).toEqual([['7'], ['7'], []]);
});

test('a service of compose has what it merges, and its own wins', () => {
  const texts = edited(shop, [
    {
      path: 'compose.yaml',
      write: `x-a: &a { read_only: true, restart: always, environment: { A: '1' } }
x-b: &b { <<: *a, restart: 'no' }
services:
  one: { <<: *b, image: x }
  two: { <<: [*b, *a], environment: [B=2=3, C], read_only: false }
`,
    },
  ]);
  const [one, two] = composeServices(repositoryOf(texts));
  expect(one?.definition).toMatchObject({ read_only: true, restart: 'no', image: 'x' });
  expect([...(one?.environment ?? [])]).toEqual([['A', '1']]);
  expect(two?.definition).toMatchObject({ read_only: false, restart: 'no' });
  expect([...(two?.environment ?? [])]).toEqual([
    ['B', '2=3'],
    ['C', null],
  ]);
});

describe('secrets', () => {
  test.each(['DB_PASSWORD', 'clientSecret', 'api-key', 'signingKey', 'GITHUB_TOKEN', 'passphrase'])(
    '%s names one',
    (name) => expect(namesSecret(name)).toBe(true),
  );

  test.each([
    'tokenEndpoint',
    'PASSWORD_FILE',
    'secretName',
    'publicKey',
    'key',
    'cacheKey',
    'max_tokens',
  ])('%s names none', (name) => expect(namesSecret(name)).toBe(false));

  test.each([
    'hunter2-Winter26',
    'Tr0ub4dor&3',
    '8f3c1b7e-2a4d-4c9f-9b1e-6d5a7c8e9f01',
    'k9Zt4Lq8Wn2Xv7Bs',
  ])('%s looks like one', (value) => expect(looksSecret(value)).toBe(true));

  test.each([
    'change-me-please-1',
    'invalid_token',
    'oauth2',
    '/run/secrets/database_url',
    'https://idp.example/token2',
    '${PASSWORD}',
    'must be at least 12 characters',
    'payments/gateway-v2',
    '{{ .Values.password1 }}',
  ])('%s does not', (value) => expect(looksSecret(value)).toBe(false));
});
