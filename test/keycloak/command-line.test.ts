import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { developerEnvironment, run } from '../support/command.ts';
import { moved, type Repository } from './support/keycloak.ts';
import { opened } from './support/stand-in.ts';

test('ops/token.sh prints an access token with the scopes that were asked for', async () => {
  const { code, stdout, stderr } = await token(inject('shop'), 'catalog:read', 'ordering:write');
  expect(code, stderr).toBe(0);
  const { header, claims } = opened(stdout.trim());
  expect(header['typ']).toBe('at+jwt');
  expect(claims).toMatchObject({ aud: 'shop', client_id: 'shop-cli' });
  expect(String(claims['scope']).split(' ').toSorted()).toEqual(['catalog:read', 'ordering:write']);
  expect(Number(claims['exp']) - Number(claims['iat'])).toBeLessThanOrEqual(900);
  expect(claims['sub']).toMatch(/^[0-9a-f-]{36}$/);
});

test('ops/token.sh prints one of a tenant where there are tenants', async () => {
  const { code, stdout, stderr } = await token(inject('twoServices'), 'billing:read');
  expect(code, stderr).toBe(0);
  expect(opened(stdout.trim()).claims).toMatchObject({
    aud: 'two-services',
    client_id: 'two-services-cli',
    scope: 'billing:read',
    tenant: 'development',
  });
});

test('ops/token.sh fails, and says why, where a scope does not exist', async () => {
  const { code, stdout, stderr } = await token(inject('shop'), 'nonsense');
  expect(code).not.toBe(0);
  expect(stderr).toContain('invalid_scope');
  expect(stdout).toBe('');
});

/** The script as it is emitted, but for the address of Keycloak. */
function token({ folder, addresses }: Repository, ...scopes: readonly string[]) {
  const script = path.join(folder, 'ops/moved-token.sh');
  const emitted = readFileSync(path.join(folder, 'ops/token.sh'), 'utf8');
  writeFileSync(script, moved(emitted, addresses));
  return run({ argv: ['sh', script, ...scopes], cwd: folder, environment: developerEnvironment() });
}
