import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { openSource, type OpenedSource } from '../../../src/sources/open-source.ts';
import { sha256 } from '../../../src/sources/content.ts';
import { acme, below, place, repository, type Place } from './place.ts';
import { serve } from './servers.ts';

async function open(at: Place, address: string): Promise<OpenedSource> {
  const opened = await openSource(address, at.world);
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.message}`);
  return opened.value;
}

async function refusal(at: Place, address: string) {
  const opened = await openSource(address, at.world);
  if (opened.ok) throw new Error(`${address} was opened`);
  return opened.error;
}

/** As if the network were gone: nothing of the repository can be reached. */
function goOffline(at: Place): void {
  fs.renameSync(path.join(at.folder, 'hosted'), path.join(at.folder, 'gone'));
}

test('a branch, a tag and the default branch are pinned to their commit', async () => {
  const at = place();
  const repo = repository(at);
  const first = repo.commit({ 'presets/acme.yaml': acme });
  repo.git('tag', '--annotate', 'v1', '--message', 'One');
  const second = repo.commit({ 'presets/acme.yaml': `${acme}# changed\n` });
  repo.git('branch', 'feature/new');

  const tagged = await open(at, `${repo.address}#v1/acme`);
  expect(tagged.address).toBe(`${repo.address}#${first}/acme`);
  expect(tagged.presets).toEqual({ chosen: 'acme', texts: { acme } });
  expect(tagged.locked).toMatchObject({ source: tagged.address, commit: first });
  for (const name of ['#main/acme', '#feature/new/acme', '']) {
    const opened = await open(at, `${repo.address}${name}`);
    expect(opened.locked).toMatchObject({ commit: second });
    expect(opened.presets.texts['acme']).toContain('# changed');
  }
});

test('a commit that no branch points to any more is still fetched', async () => {
  const at = place();
  const repo = repository(at);
  repo.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const first = repo.commit({ 'acme.yaml': acme });
  repo.commit({ 'acme.yaml': 'preset: {}\n' });
  expect((await open(at, `${repo.address}#${first}/acme`)).presets.texts['acme']).toBe(acme);
});

test('without a network a pin comes from the cache, and a branch means what it meant', async () => {
  const at = place();
  const repo = repository(at);
  const commit = repo.commit({ 'presets/acme.yaml': acme });
  const online = await open(at, `${repo.address}#main/acme`);
  goOffline(at);

  const pinned = await open(at, `${repo.address}#${commit}/acme`);
  expect(pinned).toEqual(online);
  const branch = await open(at, `${repo.address}#main/acme`);
  expect(branch.locked).toEqual(online.locked);
  expect(branch.notes).toEqual([expect.stringContaining('as last time, is used')]);
});

test('without a network and without a cache the error is the same every time, and nothing is written', async () => {
  const at = place();
  const address = `git+file://${at.folder}/hosted/none#${'0'.repeat(40)}/acme`;
  const error = await refusal(at, address);
  expect(error).toMatchObject({ code: 'source-unreachable' });
  expect(await refusal(at, address)).toEqual(error);
  expect(below(at.folder)).toEqual([]);
});

test('a branch that moved is followed, and the pin that is written down stays', async () => {
  const at = place();
  const repo = repository(at);
  repo.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  repo.commit({ 'presets/acme.yaml': acme });
  const before = await open(at, `${repo.address}#main/acme`);
  repo.commit({ 'presets/acme.yaml': 'preset: { title: Changed }\n' });

  expect((await open(at, before.address)).presets).toEqual(before.presets);
  expect((await open(at, `${repo.address}#main/acme`)).presets).not.toEqual(before.presets);
  const locked = before.locked ?? undefined;
  const inRepository = await openSource(
    `${repo.address}#main/acme`,
    at.world,
    locked === undefined ? {} : { locked },
  );
  expect(inRepository).toMatchObject({ ok: true, value: { presets: before.presets, locked } });
});

test('other bytes under a pin of the lock are refused', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  const { locked } = await open(at, `${repo.address}#main/acme`);
  if (locked === null) throw new Error('it is not locked');
  const opened = await openSource(`${repo.address}#main/acme`, at.world, {
    locked: { ...locked, sha256: 'f'.repeat(64) },
  });
  expect(opened).toMatchObject({ ok: false, error: { code: 'source-changed' } });
});

test('presets that somebody changed in the cache are not used', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  const before = await open(at, `${repo.address}#main/acme`);
  const objects = at.cached().filter((file) => file.includes('objects'));
  expect(objects).toHaveLength(1);
  for (const file of objects)
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('Acme', 'Evil'));

  expect((await open(at, before.address)).presets).toEqual(before.presets);
  for (const file of objects) fs.writeFileSync(file, 'evil');
  goOffline(at);
  expect(await refusal(at, before.address)).toMatchObject({ code: 'source-unreachable' });
});

test('a hash that somebody changed in the cache together with the presets does not pass the lock', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  const { address, locked } = await open(at, `${repo.address}#main/acme`);
  const evil = JSON.stringify({ chosen: 'acme', texts: [['acme', 'evil: true']] });
  const [object = ''] = at.cached().filter((file) => file.includes('objects'));
  const [pin = ''] = at.cached().filter((file) => file.includes('pins'));
  fs.writeFileSync(path.join(path.dirname(object), sha256(evil)), evil);
  fs.writeFileSync(pin, JSON.stringify({ address, value: sha256(evil) }));

  const opened = await openSource(address, at.world, locked === null ? {} : { locked });
  expect(opened).toMatchObject({ ok: true, value: { presets: { texts: { acme } } } });
});

test('a cache that cannot be written is no reason to stop', async () => {
  const at = place({ XDG_CACHE_HOME: '/dev/null/nowhere' });
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  expect((await open(at, `${repo.address}#main/acme`)).presets.chosen).toBe('acme');
});

test('links, submodules and programs in a repository are passed over, its hooks and filters do not run', async () => {
  const at = place();
  const repo = repository(at);
  const mark = path.join(at.folder, 'ran');
  const inner = repository(at, 'acme/inner');
  inner.commit({ 'inner.yaml': acme });
  fs.mkdirSync(path.join(repo.folder, 'presets'));
  fs.symlinkSync('/etc/passwd', path.join(repo.folder, 'presets/evil.yaml'));
  fs.symlinkSync('/etc', path.join(repo.folder, 'presets/folder.yaml'));
  repo.git(
    '-c',
    'protocol.file.allow=always',
    'submodule',
    'add',
    '--quiet',
    inner.folder,
    'presets/sub.yaml',
  );
  repo.git('config', 'uploadpack.packObjectsHook', `touch ${mark}`);
  repo.commit({
    'presets/acme.yaml': acme,
    '.gitattributes': '*.yaml filter=evil diff=evil\n',
    'presets/setup.sh': `#!/bin/sh\ntouch ${mark}\n`,
    'degit.json': '[{ "action": "remove", "files": ["presets"] }]',
  });
  at.write({
    gitconfig: `[filter "evil"]\n\tsmudge = touch ${mark}\n\trequired\n[core]\n\thooksPath = ${at.folder}/hooks\n`,
    'hooks/post-checkout': `#!/bin/sh\ntouch ${mark}\n`,
    'hooks/reference-transaction': `#!/bin/sh\ntouch ${mark}\n`,
  });
  for (const hook of ['post-checkout', 'reference-transaction'])
    fs.chmodSync(path.join(at.folder, 'hooks', hook), 0o755);

  const { presets } = await open(at, `${repo.address}#main`);
  expect(presets).toEqual({ chosen: 'acme', texts: { acme } });
  expect(fs.existsSync(mark)).toBe(false);
});

test('a command in place of an address is never run', async () => {
  const at = place();
  const mark = path.join(at.folder, 'ran');
  for (const address of [
    `ext::sh -c touch% ${mark}`,
    `--upload-pack=touch ${mark}`,
    `git+file:///x#--upload-pack=touch${mark}`,
    `git+ssh://-oProxyCommand=touch${mark}/x`,
  ]) {
    expect(await refusal(at, address)).toMatchObject({ code: 'invalid-source' });
  }
  expect(fs.existsSync(mark)).toBe(false);
});

test("an address that the user's git maps to a command is not followed", async () => {
  const at = place();
  const mark = path.join(at.folder, 'ran');
  at.write({
    gitconfig: `[protocol "ext"]\n\tallow = always\n[url "ext::sh -c touch% ${mark} "]\n\tinsteadOf = https://git.acme.example/\n`,
  });
  const error = await refusal(at, 'git+https://git.acme.example/presets.git#main');
  expect(error.code).toBe('source-unreachable');
  expect(fs.existsSync(mark)).toBe(false);
});

test('a file repository is only read where the address says so', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'acme.yaml': acme });
  at.write({
    gitconfig: `[url "file://${at.folder}/hosted/"]\n\tinsteadOf = https://git.acme.example/\n`,
  });
  expect(await refusal(at, 'git+https://git.acme.example/acme/presets#main')).toMatchObject({
    code: 'source-unreachable',
    message: expect.stringContaining('not allowed'),
  });
});

const unsaid: readonly (readonly [string, string, string])[] = [
  ['a branch that is not there', '#nope/acme', 'has no branch or tag “nope”'],
  ['a short commit', '#abcdef1', 'has no branch or tag'],
  ['a commit that is not there', `#${'0'.repeat(39)}1`, 'does not have this commit'],
  ['a preset that is not there', '#main/amce', 'has no preset “amce”'],
];

test.each(unsaid)('%s is told', async (_, tail, message) => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  const error = await refusal(at, `${repo.address}${tail}`);
  expect(error.message).toContain(message);
  expect(error.code).toMatch(/source-not-found|unknown-preset/);
});

test('without git it is said that git is missing', async () => {
  const at = place({ PATH: '/nowhere' });
  expect(await refusal(at, 'git+https://git.acme.example/presets.git')).toMatchObject({
    code: 'program-missing',
  });
});

test('two files for one preset are refused, as another disk would read the other', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme, 'presets/ACME.yml': 'preset: {}\n' });
  expect(await refusal(at, `${repo.address}#main/acme`)).toMatchObject({ code: 'source-unsafe' });
});

test('git does not follow a repository that sends on to another host', async () => {
  const at = place();
  const other = await serve((_, response) => response.writeHead(404).end());
  const server = await serve((request, response) =>
    response.writeHead(301, { location: `${other.url}${request.url}` }).end(),
  );
  at.write({ gitconfig: `[url "${server.url}/"]\n\tinsteadOf = https://git.acme.example/\n` });
  const opened = await openSource('git+https://git.acme.example/presets.git#main', at.world, {
    protocols: 'http',
  });
  expect(opened).toMatchObject({ ok: false, error: { code: 'source-unsafe' } });
  expect(server.asked).not.toHaveLength(0);
  expect(other.asked).toEqual([]);
});

test("credentials of the user's git are neither told nor stored", async () => {
  const at = place();
  const server = await serve((_, response) => response.writeHead(500).end('no'));
  const mine = server.url.replace('http://', 'http://me:hunter2secret@');
  at.write({ gitconfig: `[url "${mine}/"]\n\tinsteadOf = https://git.acme.example/\n` });
  const opened = await openSource('git+https://git.acme.example/presets.git#main', at.world, {
    protocols: 'http',
  });
  expect(opened).toMatchObject({ ok: false, error: { code: 'source-unreachable' } });
  expect(server.asked).not.toHaveLength(0);
  expect(JSON.stringify([opened, at.world.said, at.cached()])).not.toContain('hunter2');
});

test('runs at the same time give the same, and leave a cache that is whole', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  const runs = await Promise.all(
    Array.from({ length: 6 }, () => open(at, `${repo.address}#main/acme`)),
  );
  for (const run of runs) expect(run).toEqual(runs[0]);
  expect(at.cached()).toHaveLength(3);
  goOffline(at);
  expect((await open(at, runs[0]?.address ?? '')).presets).toEqual(runs[0]?.presets);
});

test('from a hook of git, another repository is fetched all the same, and the own one is left alone', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  const own = repository(at, 'own');
  const before = own.commit({ 'README.md': '#' });
  const surroundings = {
    GIT_DIR: path.join(own.folder, '.git'),
    GIT_WORK_TREE: own.folder,
    GIT_INDEX_FILE: path.join(own.folder, '.git', 'index'),
  };
  const world = { ...at.world, environment: { ...at.world.environment, ...surroundings } };
  expect(await openSource(`${repo.address}#main/acme`, world)).toMatchObject({ ok: true });
  expect(own.git('rev-parse', 'HEAD')).toBe(before);
  expect(own.git('count-objects')).toMatch(/^3 objects/);
});

test('an interrupted fetch ends, and leaves nothing', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  const interruption = new AbortController();
  const world = {
    ...at.world,
    signal: interruption.signal,
    progress: () => interruption.abort('SIGINT'),
  };
  expect(await openSource(`${repo.address}#main`, world)).toMatchObject({
    ok: false,
    error: { code: 'cancelled' },
  });
  expect(at.cached()).toEqual([]);
});
