import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { openSource } from '../../../src/sources/open-source.ts';
import { acme, below, place, type Place } from './place.ts';
import { registry, serve, type Registry } from './servers.ts';
import { tarball } from './tarball.ts';

const name = '@acme/presets';

function pack(version: string, text = acme): Buffer {
  const mark = 'touch "$MARK"';
  const manifest = {
    name,
    version,
    scripts: { preinstall: mark, install: mark, postinstall: mark, prepare: mark, prepack: mark },
  };
  return tarball([
    { path: 'package/package.json', body: JSON.stringify(manifest) },
    { path: 'package/presets/acme.yaml', body: text },
    { path: 'package/presets/small.yaml', body: 'preset: { extends: acme }\n' },
    { path: 'package/presets/evil.yaml', type: '2', link: '/etc/passwd' },
    { path: 'package/../../evil.yaml', body: 'evil' },
  ]);
}

function reaching(
  { url }: Pick<Registry, 'url'>,
  more: Readonly<Record<string, string>> = {},
): Place {
  return place({ npm_config_registry: url, ...more });
}

test('an exact version is fetched once, then comes from the cache', async () => {
  const server = await registry(name, { '1.2.3': pack('1.2.3') });
  const at = reaching(server);
  const first = await openSource('npm:@acme/presets@1.2.3/acme', at.world);
  expect(first).toMatchObject({
    ok: true,
    value: {
      address: 'npm:@acme/presets@1.2.3/acme',
      locked: { source: 'npm:@acme/presets@1.2.3/acme', version: '1.2.3' },
      presets: { chosen: 'acme', texts: { acme, small: 'preset: { extends: acme }\n' } },
    },
  });
  await server.stop();
  expect(await openSource('npm:@acme/presets@1.2.3/acme', at.world)).toEqual(first);
});

test('a range is pinned to a version, and means it still without a network', async () => {
  const server = await registry(name, { '1.2.3': pack('1.2.3'), '1.3.0': pack('1.3.0') });
  const at = reaching(server);
  const opened = await openSource('npm:@acme/presets@^1.2/acme', at.world);
  expect(opened).toMatchObject({ ok: true, value: { locked: { version: '1.3.0' } } });
  await server.stop();
  fs.rmSync(path.join(at.folder, 'npm-cache'), { recursive: true });
  expect(await openSource('npm:@acme/presets@^1.2/acme', at.world)).toMatchObject({
    ok: true,
    value: {
      address: 'npm:@acme/presets@1.3.0/acme',
      notes: [expect.stringContaining('as last time')],
    },
  });
});

test('no script of a package runs, and nothing of it is written', async () => {
  const server = await registry(name, { '1.2.3': pack('1.2.3') });
  const at = reaching(server, { MARK: '/tmp/create-backend-never' });
  const mark = path.join(at.folder, 'ran');
  const world = {
    ...at.world,
    environment: { ...at.world.environment, MARK: mark, npm_config_ignore_scripts: 'false' },
  };
  expect(await openSource('npm:@acme/presets@1.2.3/acme', world)).toMatchObject({ ok: true });
  expect(fs.existsSync(mark)).toBe(false);
  const written = below(at.folder).filter((file) => !file.includes('npm-cache'));
  expect(written.filter((file) => !file.startsWith(path.join(at.folder, 'cache')))).toEqual([]);
});

test('a tarball that is not what the registry announces is refused', async () => {
  const server = await registry(name, { '1.2.3': pack('1.2.3') });
  server.announced = `sha512-${Buffer.alloc(64).toString('base64')}`;
  const opened = await openSource('npm:@acme/presets@1.2.3/acme', reaching(server).world);
  expect(opened).toMatchObject({ ok: false, error: { code: 'source-changed' } });
});

test('a version that was published again with other presets is refused', async () => {
  const server = await registry(name, { '1.2.3': pack('1.2.3') });
  const at = reaching(server);
  await openSource('npm:@acme/presets@1.2.3/acme', at.world);
  for (const file of at.cached()) if (file.includes('objects')) fs.rmSync(file);
  fs.rmSync(path.join(at.folder, 'npm-cache'), { recursive: true });
  server.versions.set('1.2.3', pack('1.2.3', 'evil: true\n'));
  expect(await openSource('npm:@acme/presets@1.2.3/acme', at.world)).toMatchObject({
    ok: false,
    error: { code: 'source-changed' },
  });
});

test("the registry's credentials do not follow a tarball to another host, and are never told", async () => {
  const secret = 'npm_hunter2hunter2hunter2';
  const mirror = await serve((_, response) => response.writeHead(404).end('{}'));
  const server = await registry(name, { '1.2.3': pack('1.2.3') });
  server.elsewhere = mirror.url.replace('127.0.0.1', 'localhost');
  const at = reaching(server);
  at.write({ '.npmrc': `//${new URL(server.url).host}/:_authToken=${secret}\n` });
  const opened = await openSource('npm:@acme/presets@1.2.3/acme', at.world);
  expect(opened).toMatchObject({ ok: false });
  expect(server.asked.map((each) => each.headers.authorization)).toContain(`Bearer ${secret}`);
  expect(mirror.asked).not.toHaveLength(0);
  for (const { headers } of mirror.asked) expect(headers).not.toHaveProperty('authorization');
  expect(JSON.stringify([opened, at.world.said])).not.toContain('hunter2');
});

test('credentials in the address of a registry are neither told nor stored', async () => {
  const at = place({ npm_config_registry: 'http://me:hunter2secret@127.0.0.1:1/' });
  const opened = await openSource('npm:@acme/presets@1.2.3/acme', at.world);
  expect(opened).toMatchObject({ ok: false, error: { code: 'source-unreachable' } });
  expect(JSON.stringify([opened, at.world.said, at.cached()])).not.toContain('hunter2');
});

test('without a network and without a cache the error is the same every time, and nothing is kept', async () => {
  const at = place({ npm_config_registry: 'http://127.0.0.1:1/' });
  const first = await openSource('npm:@acme/presets@1.2.3/acme', at.world);
  expect(first).toMatchObject({ ok: false, error: { code: 'source-unreachable' } });
  expect(await openSource('npm:@acme/presets@1.2.3/acme', at.world)).toEqual(first);
  expect(at.cached()).toEqual([]);
});

test.each([
  ['a package', 'npm:@acme/nothing@1.0.0', 'has no @acme/nothing@1.0.0'],
  ['a version', 'npm:@acme/presets@9.9.9', 'has no @acme/presets@9.9.9'],
  ['a preset', 'npm:@acme/presets@1.2.3/amce', 'has no preset “amce”'],
])('%s that is not there is told', async (_, address, message) => {
  const server = await registry(name, { '1.2.3': pack('1.2.3') });
  const opened = await openSource(address, reaching(server).world);
  expect(opened).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) } });
});

test('a package without presets is told, whatever else it has', async () => {
  const empty = tarball([
    { path: 'package/package.json', body: '{}' },
    { path: 'package/tsconfig.json', body: '{}' },
  ]);
  const server = await registry(name, { '1.2.3': empty });
  const opened = await openSource('npm:@acme/presets@1.2.3', reaching(server).world);
  expect(opened).toMatchObject({
    ok: false,
    error: { code: 'source-not-found', message: expect.stringContaining('holds no presets') },
  });
});

test('without npm it is said that npm is missing', async () => {
  const opened = await openSource('npm:@acme/presets@1.2.3', place({ PATH: '/nowhere' }).world);
  expect(opened).toMatchObject({ ok: false, error: { code: 'program-missing' } });
});
