import { execFileSync, spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const program = path.resolve('bin/create-backend.js');
const isRoot = process.getuid?.() === 0;

let folder: string;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'create-safety-')));
  fs.chmodSync(folder, 0o777);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const flags = ['--preset', 'minimal', '--yes', '--no-install'];

function create(
  target: string,
  options: { args?: string[]; cwd?: string; env?: NodeJS.ProcessEnv } = {},
) {
  return spawnSync('node', [program, target, ...flags, ...(options.args ?? [])], {
    cwd: options.cwd ?? folder,
    encoding: 'utf8',
    env: { ...process.env, ...options.env },
  });
}

/** Path → hash of every file below a folder, `.git` aside. */
function snapshot(below: string): Record<string, string> {
  const files = fs
    .readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(below, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.split(path.sep).includes('.git'))
    .sort();
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(fs.readFileSync(path.join(below, file)))
        .digest('hex'),
    ]),
  );
}

function expectRefusal(result: SpawnSyncReturns<string>, exit: number, word: RegExp) {
  expect(result.stderr).toMatch(word);
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(result.status).toBe(exit);
}

describe('what is in the way is kept', () => {
  test('a folder with a file is refused, and the file is as it was', () => {
    fs.mkdirSync(path.join(folder, 'shop'));
    fs.writeFileSync(path.join(folder, 'shop', 'mine.txt'), 'mine');
    expectRefusal(create('shop'), 3, /not empty.*mine\.txt/s);
    expect(fs.readdirSync(path.join(folder, 'shop'))).toEqual(['mine.txt']);
  });

  test('a file of that name is refused', () => {
    fs.writeFileSync(path.join(folder, 'shop'), 'mine');
    expectRefusal(create('shop'), 3, /is a file/);
    expect(fs.readFileSync(path.join(folder, 'shop'), 'utf8')).toBe('mine');
  });

  test('a path through a file is refused in words', () => {
    fs.writeFileSync(path.join(folder, 'file'), 'mine');
    expectRefusal(create('file/shop'), 3, /is a file/);
  });

  test('a symbolic link is refused and not followed', () => {
    fs.mkdirSync(path.join(folder, 'elsewhere'));
    fs.symlinkSync('elsewhere', path.join(folder, 'shop'));
    expectRefusal(create('shop'), 3, /symbolic link/);
    expect(fs.readdirSync(path.join(folder, 'elsewhere'))).toEqual([]);
  });

  test('a second run changes nothing', () => {
    expect(create('shop').status).toBe(0);
    const before = snapshot(path.join(folder, 'shop'));
    expectRefusal(create('shop'), 3, /not empty/);
    expect(snapshot(path.join(folder, 'shop'))).toEqual(before);
  });

  test('a repository that create-backend made gets no other one inside', () => {
    fs.mkdirSync(path.join(folder, '.git'));
    fs.writeFileSync(path.join(folder, 'backend.lock.json'), '{}');
    fs.mkdirSync(path.join(folder, 'contexts'));
    for (const target of ['shop', 'contexts/billing', 'contexts/new/billing'])
      expectRefusal(create(target), 3, /create-backend module/);
    expect(fs.readdirSync(folder).sort()).toEqual(['.git', 'backend.lock.json', 'contexts']);
    expect(fs.readdirSync(path.join(folder, 'contexts'))).toEqual([]);
  });

  test('a work tree of its own within such a repository is its own matter', () => {
    fs.writeFileSync(path.join(folder, 'backend.lock.json'), '{}');
    fs.mkdirSync(path.join(folder, 'other/.git'), { recursive: true });
    expect(create('other/shop').status).toBe(0);
  });

  test.runIf(isRoot || process.platform !== 'win32')(
    'a folder that may not be written is refused in words',
    () => {
      const locked = path.join(folder, 'locked');
      fs.mkdirSync(locked, { mode: 0o555 });
      const command = isRoot
        ? spawnSync(
            'setpriv',
            [
              '--reuid=65534',
              '--regid=65534',
              '--clear-groups',
              process.execPath,
              program,
              path.join(locked, 'shop'),
              ...flags,
            ],
            {
              cwd: folder,
              encoding: 'utf8',
              env: { ...process.env, HOME: folder },
            },
          )
        : create(path.join(locked, 'shop'));
      expectRefusal(command, 3, /cannot be written/);
      expect(fs.readdirSync(locked)).toEqual([]);
    },
  );
});

describe('git', () => {
  const nobody = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: '',
    GIT_AUTHOR_EMAIL: '',
    GIT_COMMITTER_NAME: '',
    GIT_COMMITTER_EMAIL: '',
    EMAIL: '',
  };
  const somebody = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8' });

  test('the repository is committed whole, and clean', () => {
    expect(create('shop', { env: somebody }).status).toBe(0);
    expect(git(path.join(folder, 'shop'), 'status', '--porcelain')).toBe('');
    expect(git(path.join(folder, 'shop'), 'log', '--oneline').trim().split('\n')).toHaveLength(1);
  });

  test("without an identity nothing is committed in anybody's name, and it is said", () => {
    const result = create('shop', { env: nobody });
    expect(result.status).toBe(0);
    expect(result.stdout + result.stderr).toMatch(/no identity/);
    expect(() =>
      git(path.join(folder, 'shop'), 'rev-parse', '--quiet', '--verify', 'HEAD'),
    ).toThrow();
  });

  test('inside another repository no second one is made', () => {
    git(folder, 'init', '--quiet');
    const result = create('shop', { env: somebody });
    expect(result.status).toBe(0);
    expect(fs.existsSync(path.join(folder, 'shop', '.git'))).toBe(false);
    expect(result.stdout + result.stderr).toMatch(/is one already/);
  });

  test('without git the repository is written all the same, and it is said', () => {
    const bin = path.join(folder, 'bin');
    fs.mkdirSync(bin);
    fs.symlinkSync(process.execPath, path.join(bin, 'node'));
    const result = spawnSync(path.join(bin, 'node'), [program, 'shop', ...flags], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: bin },
    });
    expect(result.status).toBe(0);
    expect(result.stdout + result.stderr).toMatch(/git is not installed/);
    expect(fs.existsSync(path.join(folder, 'shop', 'backend.yaml'))).toBe(true);
  });

  test('the hooks of the user are not run', () => {
    const hooks = path.join(folder, 'hooks');
    fs.mkdirSync(hooks);
    fs.writeFileSync(path.join(hooks, 'pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const config = path.join(folder, 'gitconfig');
    fs.writeFileSync(config, `[core]\n\thooksPath = ${hooks}\n`);
    expect(create('shop', { env: { ...somebody, GIT_CONFIG_GLOBAL: config } }).status).toBe(0);
    expect(git(path.join(folder, 'shop'), 'status', '--porcelain')).toBe('');
  });
});

describe('a run that is cut short', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'by %s at any moment leaves everything or nothing',
    async (signal) => {
      const started = performance.now();
      const whole = spawnSync('node', [program, 'whole', ...flags], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(whole.status).toBe(0);
      const expected = snapshot(path.join(folder, 'whole'));

      const duration = performance.now() - started;
      for (let tenth = 1; tenth <= 10; tenth += 1) {
        const delay = Math.round((duration * tenth) / 10);
        for (const inPlace of [false, true]) {
          const target = path.join(folder, `${signal}-${delay}-${inPlace}`);
          if (inPlace) fs.mkdirSync(target);
          await killedAfter(delay, signal, target);
          if (signal === 'SIGKILL') create(target);
          const left = fs.existsSync(target) ? snapshot(target) : {};
          if (Object.keys(left).length > 0)
            expect(Object.keys(left)).toEqual(Object.keys(expected));
        }
      }
      const strays = fs.readdirSync(folder).filter((entry) => entry.startsWith('.'));
      expect(strays).toEqual([]);
    },
  );

  test('Ctrl-C while it works exits with 130, and the folder is not there', async () => {
    const target = path.join(folder, 'shop');
    const child = spawn('node', [program, target, ...flags], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.once('data', () => child.kill('SIGINT'));
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

describe.runIf(isRoot && process.platform === 'linux')('a disk that is full', () => {
  test.each([16, 200, 600])('after %i kB leaves nothing, and says so', (kilobytes) => {
    const disk = path.join(folder, 'disk');
    fs.mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', disk]);
    try {
      expectRefusal(create(path.join(disk, 'shop')), 1, /disk is full/i);
      expect(fs.readdirSync(disk)).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('a dry run', () => {
  test('writes nothing and prints exactly what would be written', () => {
    const dry = create('shop', { args: ['--dry-run', '--json'] });
    expect(dry.status).toBe(0);
    expect(fs.readdirSync(folder)).toEqual([]);

    const real = create('shop', { args: ['--json'] });
    const changes = (output: string) => JSON.parse(output).result.changes;
    expect(changes(dry.stdout)).toEqual(changes(real.stdout));
    const paths = changes(real.stdout).map((change: { path: string }) =>
      change.path.split('/').join(path.sep),
    );
    expect(paths.sort()).toEqual(Object.keys(snapshot(path.join(folder, 'shop'))));
  });
});

function killedAfter(ms: number, signal: NodeJS.Signals, target: string): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn('node', [program, target, ...flags, '--no-git'], {
      cwd: folder,
      stdio: 'ignore',
    });
    const timer = setTimeout(() => child.kill(signal), ms);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}
