import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { asObject, asString, parseJson } from '../support/json.ts';
import { run, temporaryFolder } from './cli/program.ts';

/** A repository with a preset, and a folder to work in with a cache of its own. */
function elsewhere() {
  const folder = temporaryFolder();
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const repository = path.join(folder, 'presets');
  fs.mkdirSync(repository);
  const environment = {
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    GIT_CONFIG_GLOBAL: path.join(folder, 'gitconfig'),
  };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', ...args], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    }).trim();
  const commit = (size: number): string => {
    const text = `preset: { title: Acme, description: Ours, extends: minimal }\nteam: { size: ${size} }\n`;
    fs.writeFileSync(path.join(repository, 'acme.yaml'), text);
    git('add', '--all');
    git('commit', '--quiet', '--message', `Size ${size}`);
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch=main');
  const program = async (...args: readonly string[]) => {
    const { code, stdout } = await run([...args, '--json'], { cwd: folder, environment });
    const document = asObject(parseJson(stdout));
    return { code, result: asObject(document.result ?? document.error) };
  };
  return { folder, repository, commit, program, address: `git+file://${repository}` };
}

const quiet = ['--no-install', '--no-git', '--yes'];

test('a preset of a repository is pinned, and the printed command gives the same without the repository', async () => {
  const { folder, repository, commit, program, address } = elsewhere();
  const first = commit(4);
  const created = await program('one', '--preset', `${address}#main/acme`, ...quiet);
  expect(created.code).toBe(0);
  const pinned = `${address}#${first}/acme`;
  expect(asString(created.result.replay, 'the command')).toContain(pinned);

  commit(40);
  fs.renameSync(repository, `${repository}-gone`);
  expect((await program('two', '--preset', pinned, ...quiet, '--set', 'name=one')).code).toBe(0);
  const lock = (name: string) =>
    fs.readFileSync(path.join(folder, name, 'backend.lock.json'), 'utf8');
  expect(lock('two')).toBe(lock('one'));
  expect(lock('one')).toContain(`"commit": "${first}"`);
});

test('a preset that cannot be had is an error, and no folder is made', async () => {
  const { folder, program } = elsewhere();
  const failed = await program(
    'one',
    '--preset',
    'git+file:///nowhere/presets#main/acme',
    ...quiet,
  );
  expect(failed).toMatchObject({ code: 1, result: { code: 'source-unreachable' } });
  expect(fs.existsSync(path.join(folder, 'one'))).toBe(false);
  const unsafe = await program(
    'one',
    '--preset',
    'https://me:secret@github.com/acme/presets',
    ...quiet,
  );
  expect(unsafe).toMatchObject({ code: 2, result: { code: 'invalid-source' } });
  expect(JSON.stringify(unsafe)).not.toContain('secret');
});
