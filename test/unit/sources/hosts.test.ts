import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

import type { Request } from '../../../src/sources/download.ts';
import { limits } from '../../../src/sources/limits.ts';
import { openSource } from '../../../src/sources/open-source.ts';
import { acme, below, place, repository, type Place } from './place.ts';
import { serve } from './servers.ts';
import { tarball } from './tarball.ts';

// degit reads it once, when it is loaded.
const degitCache = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-degit-'));
process.env['XDG_CACHE_HOME'] = degitCache;
afterAll(() => fs.rmSync(degitCache, { recursive: true }));

const commit = 'c'.repeat(40);
const address = `github:acme/presets#${commit}/acme`;
const archive = tarball([
  { path: `presets-${commit}/presets/acme.yaml`, body: acme },
  { path: `presets-${commit}/degit.json`, body: '[{ "action": "remove", "files": ["presets"] }]' },
]);

/** Asks a server of the test in place of the named hosts; what would go anywhere else fails the test. */
function hostedAt(url: string, asked: string[] = []): Request {
  return (wanted, signal) => {
    asked.push(wanted);
    const { host, pathname } = new URL(wanted);
    if (!['github.com', 'codeload.github.com', 'gitlab.com', 'bitbucket.org'].includes(host))
      throw new Error(`${host} was asked`);
    return fetch(`${url}/${host}${pathname}`, { redirect: 'manual', signal });
  };
}

const open = (at: Place, text: string, request: Request) =>
  openSource(text, at.world, { request, protocols: 'none' });

const archives = {
  github: `/github.com/acme/presets/archive/${commit}.tar.gz`,
  gitlab: `/gitlab.com/acme/presets/-/archive/${commit}/presets-${commit}.tar.gz`,
  bitbucket: `/bitbucket.org/acme/presets/get/${commit}.tar.gz`,
};

test.each(Object.entries(archives))(
  'a commit at %s is read from its archive, without git',
  async (host, file) => {
    const at = place({ PATH: '/nowhere' });
    const server = await serve((request, response) => {
      if (request.url === file) response.end(archive);
      else response.writeHead(404).end();
    });
    const opened = await open(at, `${host}:acme/presets#${commit}/acme`, hostedAt(server.url));
    expect(opened).toMatchObject({
      ok: true,
      value: { presets: { chosen: 'acme', texts: { acme } } },
    });
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.headers).not.toHaveProperty('authorization');
  },
);

test('what GitHub sends on to its own archives is followed', async () => {
  const at = place();
  const server = await serve((request, response) => {
    if (request.url === archives.github)
      response.writeHead(302, { location: `https://codeload.github.com/x` }).end();
    else response.end(archive);
  });
  expect(await open(at, address, hostedAt(server.url))).toMatchObject({ ok: true });
  expect(server.asked.map((each) => each.path)).toEqual([
    archives.github,
    '/codeload.github.com/x',
  ]);
});

const astray = [
  'http://codeload.github.com/x',
  'https://evil.example/x',
  'https://codeload.github.com.evil.example/x',
  'https://codeload.github.com@evil.example/x',
  'https://gitlab.com/x',
  'https://github.com:8443/x',
  'http://169.254.169.254/latest/meta-data/',
  'https://[::1]/x',
  'file:///etc/passwd',
  '//evil.example/x',
];

test.each(astray)('a redirect to %s is refused, and git is not tried instead', async (location) => {
  const at = place();
  const asked: string[] = [];
  const server = await serve((_, response) => response.writeHead(302, { location }).end());
  expect(await open(at, address, hostedAt(server.url, asked))).toMatchObject({
    ok: false,
    error: { code: 'source-unsafe', message: expect.stringContaining('sends on to') },
  });
  expect(asked).toHaveLength(1);
  expect(below(at.folder)).toEqual([]);
});

test('a circle of redirects ends', async () => {
  const server = await serve((_, response) =>
    response.writeHead(302, { location: 'https://github.com/again' }).end(),
  );
  expect(await open(place(), address, hostedAt(server.url))).toMatchObject({
    ok: false,
    error: { code: 'source-unsafe', message: expect.stringContaining('too often') },
  });
});

test('an archive without an end is given up at the limit', async () => {
  const at = place();
  const server = await serve((_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024, 1)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  expect(await open(at, address, hostedAt(server.url))).toMatchObject({
    ok: false,
    error: {
      code: 'source-too-large',
      message: expect.stringContaining(`${limits.archive / 1024 / 1024} MiB`),
    },
  });
});

test('an archive that is damaged or a bomb is refused, and git is not tried instead', async () => {
  for (const body of [
    Buffer.from('<html>'),
    tarball([{ path: 'p/x.yaml', size: '77777777777' }]),
  ]) {
    const server = await serve((_, response) => response.end(body));
    expect(await open(place(), address, hostedAt(server.url))).toMatchObject({
      ok: false,
      error: { code: 'source-unsafe' },
    });
  }
});

test('links and ways out in an archive leave no trace on the disk', async () => {
  const at = place();
  const evil = tarball([
    { path: 'p/presets/acme.yaml', body: acme },
    { path: 'p/presets/link', type: '2', link: at.folder },
    { path: 'p/presets/link/evil.yaml', body: 'evil' },
    { path: `p/../../../../..${at.folder}/evil.yaml`, body: 'evil' },
    { path: `${at.folder}/evil.yaml`, body: 'evil' },
    { path: 'p/presets/hard.yaml', type: '1', link: '/etc/passwd' },
  ]);
  const server = await serve((_, response) => response.end(evil));
  const opened = await open(at, address, hostedAt(server.url));
  expect(opened).toMatchObject({ ok: true, value: { presets: { texts: { acme } } } });
  expect(below(at.folder).filter((file) => file.includes('evil'))).toEqual([]);
});

test("degit's own cache is neither read nor written", async () => {
  const own = path.join(degitCache, 'degit', 'github', 'acme', 'presets');
  fs.mkdirSync(own, { recursive: true });
  fs.writeFileSync(path.join(own, `${commit}.tar.gz`), 'poison');
  const server = await serve((_, response) => response.end(archive));
  expect(await open(place(), address, hostedAt(server.url))).toMatchObject({
    ok: true,
    value: { presets: { texts: { acme } } },
  });
  expect(below(degitCache)).toEqual([path.join(own, `${commit}.tar.gz`)]);
});

test('where a host gives no archive, as for a private repository, git is asked', async () => {
  const at = place();
  const repo = repository(at, 'acme/presets');
  const pinned = repo.commit({
    'presets/acme.yaml': acme,
    'degit.json': '[{ "action": "remove", "files": ["presets"] }]',
  });
  at.write({
    gitconfig: `[url "file://${at.folder}/hosted/"]\n\tinsteadOf = https://github.com/\n`,
  });
  const server = await serve((_, response) => response.writeHead(404).end());
  const opened = await openSource('github:acme/presets#main/acme', at.world, {
    request: hostedAt(server.url),
    protocols: 'file',
  });
  expect(opened).toMatchObject({
    ok: true,
    value: { address: `github:acme/presets#${pinned}/acme`, presets: { texts: { acme } } },
  });
  expect(server.asked).toHaveLength(1);
});

test('behind a proxy, which Node.js would pass by, git is asked', async () => {
  const at = place({ HTTPS_PROXY: 'http://127.0.0.1:1' });
  const asked: string[] = [];
  const opened = await open(at, address, hostedAt('http://127.0.0.1:1', asked));
  expect(opened).toMatchObject({ ok: false, error: { code: 'source-unreachable' } });
  expect(asked).toEqual([]);
});

test('a pinned commit is asked for once, then comes from the cache', async () => {
  const at = place();
  const server = await serve((_, response) => response.end(archive));
  const first = await open(at, address, hostedAt(server.url));
  await server.stop();
  expect(await open(at, address, hostedAt(server.url))).toEqual(first);
});

test('a host that gives other bytes for the same commit is refused', async () => {
  const at = place();
  let body = archive;
  const server = await serve((_, response) => response.end(body));
  await open(at, address, hostedAt(server.url));
  for (const file of at.cached()) if (file.includes('objects')) fs.rmSync(file);
  body = tarball([{ path: 'p/presets/acme.yaml', body: 'evil: true' }]);
  expect(await open(at, address, hostedAt(server.url))).toMatchObject({
    ok: false,
    error: { code: 'source-changed', message: expect.stringContaining('is not what it was') },
  });
});
