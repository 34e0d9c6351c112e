import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';

import { Client } from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

import {
  eventually,
  isRoot,
  makeRepository,
  ordinaryUser,
  removeInstalled,
  runtimes,
  type Repository,
  type Started,
} from './repository.ts';

const linux = process.platform === 'linux';
/** Made once: most tests need one where nothing has run yet, and it is brought back to that. */
let usual: Promise<Repository> | null = null;
const used: Repository[] = [];

async function repository(options?: Parameters<typeof makeRepository>[0]): Promise<Repository> {
  if (options === undefined) usual ??= makeRepository();
  const made = await (options === undefined ? usual : makeRepository(options));
  if (made === null) throw new Error('no repository');
  used.push(made);
  return made;
}

afterEach(async () => {
  for (const made of used.splice(0)) {
    const left = linux ? await made.processes() : [];
    for (const line of left) process.kill(Number.parseInt(line, 10), 'SIGKILL');
    if (made === (await usual)) {
      await rm(path.join(made.folder, '.dev'), { recursive: true, force: true });
    } else {
      await made.remove();
    }
    expect(left).toEqual([]);
  }
});

afterAll(async () => {
  await (await usual)?.remove();
  await removeInstalled();
});

const printAddresses = [
  'sh',
  '-c',
  'echo "$DATABASE_URL"; echo "$MIGRATION_DATABASE_URL"; echo "$OIDC_ISSUER"; echo end',
];

async function query(address: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query<{ value: unknown }>(sql)).rows[0]?.value;
  } finally {
    await client.end();
  }
}

/** A run whose command says its addresses and stays. */
async function holding(
  made: Repository,
  runtime: 'node' | 'bun',
  options: string[] = [],
): Promise<{ started: Started; database: string; owner: string; issuer: string }> {
  const started = made.start(runtime, [
    ...options,
    '--',
    'sh',
    '-c',
    `${printAddresses[2]}; exec tail -f ${made.folder}/tools/dev/config.json > /dev/null`,
  ]);
  const [database = '', owner = '', issuer = ''] = (await started.says('end')).split('\n');
  return { started, database, owner, issuer };
}

async function stop({ started }: { started: Started }): Promise<void> {
  started.process.kill('SIGTERM');
  await started.finished;
}

async function serverPid(made: Repository): Promise<number> {
  return Number.parseInt(
    await readFile(path.join(made.folder, '.dev/postgresql-18/data/postmaster.pid'), 'utf8'),
    10,
  );
}

describe.each(runtimes)('embedded services on %s', (runtime) => {
  it('fetch their packages on first use and say so', async () => {
    const made = await repository({ empty: true });
    // As in a repository of a stack that has packages of its own.
    await mkdir(path.join(made.folder, 'node_modules'));
    const first = await made.run(runtime, ['--fresh', '--', 'echo', 'hello']);
    expect(first).toMatchObject({ code: 0, out: 'hello\n' });
    expect(first.talk).toContain('fetching');
    const second = await made.run(runtime, ['--fresh', '--', 'true']);
    expect(second.talk).not.toContain('fetching');
    expect(
      (await readdir(path.join(made.folder, 'tools/dev'))).filter((name) =>
        name.startsWith('.install'),
      ),
    ).toEqual([]);
  });

  it('give the command their addresses and return its exit code', async () => {
    const made = await repository();
    const script =
      'env | grep -E "^(DATABASE|MIGRATION|OIDC|PUBLIC|REDIS)_" | sort; test "$(cat "$OIDC_CLIENT_SECRET_FILE")" != "" && exit 7';
    const { code, out } = await made.run(runtime, ['--', 'sh', '-c', script]);
    expect(code).toBe(7);
    expect(
      out.replaceAll(/:[\w-]{20,}@/g, ':secret@').replaceAll(/127\.0\.0\.1:\d+/g, 'address'),
    ).toBe(
      [
        'DATABASE_URL=postgresql://my_shop_app:secret@address/my_shop',
        'MIGRATION_DATABASE_URL=postgresql://my_shop_migrator:secret@address/my_shop',
        'OIDC_AUDIENCE=my-shop',
        'OIDC_CLIENT_ID=my-shop',
        `OIDC_CLIENT_SECRET_FILE=${made.folder}/.dev/oidc-client-secret`,
        'OIDC_ISSUER=http://address',
        'PUBLIC_URL=http://localhost:8080',
        '',
      ].join('\n'),
    );
  });

  it('keep the data of development between runs, at the same address', async () => {
    const made = await repository();
    const first = await holding(made, runtime);
    await query(first.owner, 'create table kept as select 42 as value');
    await stop(first);
    const second = await holding(made, runtime);
    expect(second).toMatchObject({
      database: first.database,
      owner: first.owner,
      issuer: first.issuer,
    });
    expect(await query(second.owner, 'select value from kept')).toBe(42);
    await stop(second);
  });

  it('give the application a role that can neither create nor alter', async () => {
    const made = await repository();
    const run = await holding(made, runtime, ['--fresh', '--services', 'postgres']);
    expect(run.issuer).toBe('');
    for (const sql of [
      'create schema shop',
      'create table shop.items (id int)',
      'grant usage on schema shop to my_shop_app',
      'grant select, insert on shop.items to my_shop_app',
    ]) {
      await query(run.owner, sql);
    }
    for (const sql of [
      'create table public.x ()',
      'create schema x',
      'create table shop.x ()',
      'alter table shop.items add y int',
      'drop table shop.items',
      'create temp table x ()',
      'create database x',
      'create role x',
    ]) {
      await expect(query(run.database, sql), sql).rejects.toThrow(
        /permission denied|must be owner/,
      );
    }
    expect(
      await query(run.database, 'insert into shop.items values (1) returning id as value'),
    ).toBe(1);
    expect(await query(run.owner, 'select version() as value')).toMatch(/^PostgreSQL 18\./);
    await stop(run);
  });

  it('can be had several times at once, and throw-away ones leave nothing', async () => {
    const made = await repository();
    const development = await holding(made, runtime);
    const tests = await Promise.all(
      [1, 2].map(async () => await holding(made, runtime, ['--fresh'])),
    );
    const addresses = [development, ...tests].map((run) => run.database);
    expect(new Set(addresses).size).toBe(3);
    await Promise.all(tests.map(stop));
    expect(await readdir(path.join(made.folder, '.dev/fresh'))).toEqual([]);
    await stop(development);
  });

  it('are shared with a second terminal', async () => {
    const made = await repository();
    const first = await holding(made, runtime);
    const second = await made.run(runtime, ['--', ...printAddresses]);
    expect(second.out.split('\n')[0]).toBe(first.database);
    expect(await query(first.database, 'select 1 as value')).toBe(1);
    await stop(first);
  });

  it('leave DATABASE_URL and OIDC_ISSUER alone where they are given', async () => {
    const made = await repository();
    const environment = {
      DATABASE_URL: 'postgresql://else/where',
      OIDC_ISSUER: 'https://id.example',
    };
    const { out, talk } = await made.run(runtime, ['--', ...printAddresses], { environment });
    expect(out).toBe('postgresql://else/where\n\nhttps://id.example\nend\n');
    expect(talk).toBe('');
    expect(existsSync(path.join(made.folder, '.dev/postgresql-18'))).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'pass %s to the command and end all of it',
    async (signal) => {
      const made = await repository();
      const script = `trap 'echo got; exit 9' INT TERM HUP; sleep 600 & echo ready; wait`;
      const started = made.start(runtime, [
        '--fresh',
        '--services',
        'postgres',
        '--',
        'sh',
        '-c',
        `# ${made.folder}\n${script}`,
      ]);
      await started.says('ready');
      started.process.kill(signal);
      expect(await started.finished).toMatchObject({ code: 9, out: 'ready\ngot\n' });
    },
  );

  it('report a command that was killed, or that is not there, as a shell does', async () => {
    const made = await repository();
    expect(
      await made.run(runtime, ['--services', 'none', '--', 'sh', '-c', 'kill -KILL $$']),
    ).toMatchObject({ code: 137 });
    const missing = await made.run(runtime, ['--services', 'none', '--', 'no-such-command']);
    expect(missing.code).toBe(127);
    expect(missing.talk).toBe('dev | no-such-command: command not found\n');
  });

  it.runIf(linux)(
    'are stopped, and the command with them, when the run is killed with -9',
    async () => {
      const made = await repository();
      const started = made.start(runtime, [
        '--',
        'sh',
        '-c',
        `echo "$MIGRATION_DATABASE_URL"; echo end; sleep 600; : ${made.folder}`,
      ]);
      const [owner = ''] = (await started.says('end')).split('\n');
      await query(owner, 'create table kept as select 42 as value');
      started.process.kill('SIGKILL');
      await eventually(
        'the end of all processes',
        async () => (await made.processes()).length === 0,
      );
      const next = await holding(made, runtime);
      expect(await query(next.owner, 'select value from kept')).toBe(42);
      await stop(next);
    },
  );

  it.runIf(linux)('recover when only the database server survived', async () => {
    const made = await repository();
    const run = await holding(made, runtime);
    await query(run.owner, 'create table kept as select 42 as value');
    const orphan = await serverPid(made);
    for (const line of await made.processes()) {
      const pid = Number.parseInt(line, 10);
      if (pid !== orphan) process.kill(pid, 'SIGKILL');
    }
    await run.started.finished;
    expect(await query(run.owner, 'select value from kept')).toBe(42);
    const next = await holding(made, runtime);
    expect(await serverPid(made)).not.toBe(orphan);
    expect(await query(next.owner, 'select value from kept')).toBe(42);
    await stop(next);
  });

  it.runIf(linux)('end the command when the database server is killed, and recover', async () => {
    const made = await repository();
    const run = await holding(made, runtime);
    process.kill(await serverPid(made), 'SIGKILL');
    const { code, talk } = await run.started.finished;
    expect(code).toBe(1);
    expect(talk).toContain('PostgreSQL has stopped');
    const next = await holding(made, runtime);
    expect(await query(next.database, 'select 1 as value')).toBe(1);
    await stop(next);
  });

  it('start no app on a port that another program has', async () => {
    const made = await repository();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const ended = await made.run(runtime, ['--services', 'none'], {
      environment: { PORT: String(port) },
    });
    other.close();
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.talk).toContain(`port ${port} is taken by another program`);
  });

  it('run the app: preparation, then its processes on ports of their own, until one ends', async () => {
    const made = await repository();
    const started = made.start(runtime, ['--services', 'none'], {
      environment: { PORT: '18080', MANAGEMENT_PORT: '19464' },
    });
    await started.says('jobs on');
    const out = await started.says('api on');
    expect(out).toContain('prepared\n');
    expect(out).toContain('api | api on 18080 http://localhost:18080\n');
    expect(out).toContain('jobs | jobs on 18081 http://localhost:18081\n');
    started.process.kill('SIGINT');
    const { code, talk } = await started.finished;
    expect(code).toBe(130);
    expect(talk).toContain(
      `curl -H "Authorization: Bearer $(${runtime} tools/dev/main.mjs token)" http://localhost:18080/v1/catalog/products`,
    );
  });

  it('can be had without a command', async () => {
    const made = await repository();
    const started = made.start(runtime, ['--fresh', '--services-only', '--services=postgres']);
    await started.mentions('Ctrl-C stops the services');
    started.process.kill('SIGINT');
    const { code, talk } = await started.finished;
    expect(code).toBe(0);
    expect(talk).toContain('DATABASE_URL=postgresql://');
  });

  it.each([
    { args: ['--nonsense'], says: 'unknown option --nonsense' },
    { args: ['--services', 'mongodb', '--', 'true'], says: 'unknown service "mongodb"' },
    { args: ['--fresh', '--'], says: 'there is no command after --' },
    { args: ['--services-only', '--', 'true'], says: '--services-only runs no command' },
    { args: ['token', 'now'], says: 'token takes --scope' },
  ])('refuse $args', async ({ args, says }) => {
    const made = await repository();
    const { code, out, talk } = await made.run(runtime, args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(talk).toContain(says);
  });

  it('keep their secrets to the user and out of git', async () => {
    const made = await repository();
    await made.run(runtime, ['--', 'true']);
    expect(await readFile(path.join(made.folder, '.dev/.gitignore'), 'utf8')).toBe('*\n');
    for (const file of [
      'oidc-client-secret',
      'identity-keys.json',
      'identity-clients.json',
      'postgresql-18/passwords.json',
    ]) {
      expect((await stat(path.join(made.folder, '.dev', file))).mode & 0o777, file).toBe(0o600);
    }
  });

  it('begin anew after a reset, which a live run refuses', async () => {
    const made = await repository();
    const run = await holding(made, runtime, ['--services', 'identity']);
    expect(await made.run(runtime, ['reset', '--yes'])).toMatchObject({ code: 1 });
    await stop(run);
    // What Bun makes of the command `-- reset`.
    expect(await made.run(runtime, ['reset'])).toMatchObject({ code: 2 });
    expect(existsSync(path.join(made.folder, '.dev'))).toBe(true);
    expect(await made.run(runtime, ['reset', '--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(path.join(made.folder, '.dev'))).toBe(false);
  });

  describe.runIf(isRoot && linux)('as another user', () => {
    it('run as an ordinary user', async () => {
      const user = ordinaryUser();
      if (user === null) throw new Error('this machine has no user nobody');
      const made = await repository({ owner: user });
      const { code, out } = await made.run(runtime, ['--', 'sh', '-c', 'id -u'], {
        user,
        environment: { HOME: '/tmp' },
      });
      expect({ code, out }).toEqual({ code: 0, out: `${user.uid}\n` });
    });

    it('run as root below a folder only root may enter', async () => {
      const sheltered = async () =>
        (await readdir('/var/tmp')).filter((name) => name.startsWith('dev-services-0-'));
      const before = await sheltered();
      const made = await repository({ mode: 0o700 });
      const first = await holding(made, runtime);
      await query(first.owner, 'create table kept as select 42 as value');
      await stop(first);
      const second = await holding(made, runtime);
      expect(await query(second.owner, 'select value from kept')).toBe(42);
      await stop(second);
      expect(await made.run(runtime, ['reset', '--yes'])).toMatchObject({ code: 0 });
      expect(await sheltered()).toEqual(before);
      expect(await made.run(runtime, ['--fresh', '--', 'true'])).toMatchObject({ code: 0 });
      expect(await sheltered()).toEqual(before);
    });

    it('explain that PostgreSQL needs a user with a name', async () => {
      const user = { uid: 54321, gid: 54321 };
      const made = await repository({ owner: user });
      const { code, talk } = await made.run(runtime, ['--', 'true'], {
        user,
        environment: { HOME: '/tmp' },
      });
      expect(code).toBe(1);
      expect(talk).toContain('user id 54321 has no entry in the user database');
    });
  });
});
