import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { noAnswers } from '../../../src/commands/answers.ts';
import { advised } from '../../../src/commands/advise.ts';
import { create } from '../../../src/commands/create.ts';
import { listPresets, showPreset, validatePresets } from '../../../src/commands/preset.ts';
import { renderTo } from '../../../src/commands/render.ts';
import { blueprintOf } from '../../../src/commands/request.ts';
import { readSources } from '../../../src/commands/sources.ts';
import { parseLock } from '../../../src/repository/lock.ts';
import { acme, place, repository, type Place } from './place.ts';

async function createFrom(at: Place, preset: string): Promise<string> {
  const answers = { ...noAnswers, preset, directory: 'made' };
  const sources = await readSources(answers, at.world);
  if (!sources.ok) throw new Error(sources.error.message);
  const blueprint = blueprintOf(answers, sources.value, at.folder);
  if (!blueprint.ok) throw new Error(blueprint.error.message);
  const created = await create(
    {
      directory: 'made',
      blueprint: blueprint.value.blueprint,
      sources: sources.value.elsewhere?.sources ?? null,
      dryRun: false,
      git: false,
      install: false,
    },
    at.world,
  );
  if (!created.ok) throw new Error(created.error.message);
  return path.join(at.folder, 'made');
}

function lockIn(folder: string) {
  const lock = parseLock(fs.readFileSync(path.join(folder, 'backend.lock.json'), 'utf8'));
  if (!lock.ok) throw new Error(lock.error.message);
  return lock.value;
}

test('a repository knows the commit and the hash of its preset, and stays with them when the branch moves', async () => {
  const at = place();
  const repo = repository(at);
  const commit = repo.commit({ 'presets/acme.yaml': acme });
  const made = await createFrom(at, `${repo.address}#main/acme`);
  const { sources } = lockIn(made);
  expect(sources).toEqual({
    preset: {
      source: `${repo.address}#${commit}/acme`,
      commit,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });

  repo.commit({ 'presets/acme.yaml': acme.replace('size: 4', 'size: 40') });
  const size = (shown: Awaited<ReturnType<typeof showPreset>>) =>
    shown.ok ? shown.value.blueprint['team'] : shown.error;
  const inside = { ...at.world, cwd: made };
  expect(size(await showPreset(`${repo.address}#main/acme`, inside))).toMatchObject({ size: 4 });
  expect(size(await showPreset(`${repo.address}#main/acme`, at.world))).toMatchObject({ size: 40 });
});

test('a lock that somebody gave another hash refuses the preset', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  const made = await createFrom(at, `${repo.address}#main/acme`);
  const file = path.join(made, 'backend.lock.json');
  const { sources } = lockIn(made);
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.replace(sources?.preset.sha256 ?? '', '0'.repeat(64)));
  expect(await showPreset(`${repo.address}#main/acme`, { ...at.world, cwd: made })).toMatchObject({
    ok: false,
    error: { code: 'source-changed', exit: 3 },
  });
});

const forged = [
  '--upload-pack=touch pwned',
  'ext::sh -c touch% pwned',
  '../../etc/passwd',
  `git+file:///etc#${'a'.repeat(40)}/acme`,
  'x'.repeat(2000),
];

test.each(forged)(
  'a lock that names %s as the source of the preset is not followed',
  async (source) => {
    const at = place();
    const repo = repository(at);
    repo.commit({ 'presets/acme.yaml': acme });
    const made = await createFrom(at, `${repo.address}#main/acme`);
    const file = path.join(made, 'backend.lock.json');
    const lock = JSON.parse(fs.readFileSync(file, 'utf8')) as { sources: { preset: object } };
    lock.sources.preset = { ...lock.sources.preset, source };
    fs.writeFileSync(file, JSON.stringify(lock));
    const shown = await showPreset(`${repo.address}#main/acme`, { ...at.world, cwd: made });
    expect(shown).toMatchObject({ ok: true, value: { blueprint: { team: { size: 4 } } } });
    expect(fs.existsSync(path.join(made, 'pwned'))).toBe(false);
  },
);

test('a preset of the program or of a file leaves no source in the lock', async () => {
  for (const preset of ['minimal', './acme.yaml']) {
    const at = place();
    at.write({ 'acme.yaml': acme });
    const made = await createFrom(at, preset);
    expect(lockIn(made).sources).toBeNull();
    expect(fs.readFileSync(path.join(made, 'backend.lock.json'), 'utf8')).not.toContain(
      '"sources":',
    );
    expect(fs.readFileSync(path.join(made, 'backend.lock.json'), 'utf8')).not.toContain(at.folder);
  }
});

test('advise and render take a preset of elsewhere as create does', async () => {
  const at = place();
  const repo = repository(at);
  repo.commit({ 'presets/acme.yaml': acme });
  const answers = { ...noAnswers, preset: `${repo.address}#main/acme` };
  const sources = await readSources(answers, at.world);
  if (!sources.ok) throw new Error(sources.error.message);
  expect(advised(answers, sources.value, at.folder)).toMatchObject({
    ok: true,
    value: { inputs: { team: { size: 4 } } },
  });
  expect(await renderTo(answers, sources.value, 'bare', at.world)).toMatchObject({ ok: true });
  expect(lockIn(path.join(at.folder, 'bare')).sources).toMatchObject({
    preset: { source: expect.stringMatching(/acme$/) },
  });
});

test('a source is listed and validated as a whole, and asked for one where one is needed', async () => {
  const at = place();
  const repo = repository(at);
  const commit = repo.commit({
    'presets/acme.yaml': acme,
    'presets/small.yaml': 'preset: { extends: acme }\n',
  });
  const address = `${repo.address}#${commit}`;
  expect(await listPresets(address, at.world)).toMatchObject({
    ok: true,
    value: { source: address, presets: [{ name: 'acme', title: 'Acme' }, { name: 'small' }] },
  });
  expect(await validatePresets(address, at.world)).toMatchObject({
    ok: true,
    value: [{ file: `${address}/acme`, contexts: ['planning'] }, { file: `${address}/small` }],
  });
  expect(await showPreset(address, at.world)).toMatchObject({
    ok: false,
    error: { code: 'preset-not-chosen', hint: `Name one: ${address}/acme` },
  });
});

test('an invalid preset of a source is told with its line', async () => {
  const at = place();
  const repo = repository(at);
  const commit = repo.commit({
    'presets/acme.yaml': 'preset: { extends: minimal }\n\ntaem: { size: 4 }\n',
  });
  expect(await validatePresets(`${repo.address}#${commit}/acme`, at.world)).toMatchObject({
    ok: false,
    error: { code: 'unknown-key', message: expect.stringContaining(`/acme:3:1`) },
  });
});

test('presets beside a file are there to be extended', async () => {
  const at = place();
  at.write({ 'presets/base.yaml': acme, 'presets/own.yaml': 'preset: { extends: base }\n' });
  expect(await validatePresets('presets/own.yaml', at.world)).toMatchObject({
    ok: true,
    value: [{ contexts: ['planning'] }],
  });
  expect(await showPreset('presets/own.yaml', at.world)).toMatchObject({
    ok: true,
    value: { blueprint: { team: { size: 4 } } },
  });
});

test('a source that cannot be reached leaves no repository behind', async () => {
  const at = place();
  const address = `git+file://${at.folder}/nowhere#main/acme`;
  await expect(createFrom(at, address)).rejects.toThrow('cannot read');
  expect(fs.readdirSync(at.folder)).toEqual([]);
});
