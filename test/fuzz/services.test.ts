import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { allScopes } from '../conformance/api.ts';
import { readBlueprint } from '../conformance/blueprint.ts';
import { openWorld } from '../conformance/world.ts';
import { developerEnvironment, succeed } from '../support/command.ts';
import { typescriptVerbs } from '../support/service.ts';
import { readAccessLog } from './access-log.ts';
import { fuzz, isInstalled } from './schemathesis.ts';

interface Fuzzed {
  readonly name: string;
  /** Arguments of create besides the folder. */
  readonly create: readonly string[];
  /** In place of what `schemathesis.toml` says. */
  readonly flags?: readonly string[];
  readonly requests: number;
  /** It has to get through to what is behind the checks of input. */
  readonly statuses: readonly string[];
}

const fuzzed: readonly Fuzzed[] = [
  {
    name: 'shop',
    create: ['--preset', 'shop'],
    requests: 3000,
    statuses: ['200', '201', '204', '304', '409', '412', '422'],
  },
  {
    // What is made up is accepted here and done later, within a tenant.
    name: 'desks',
    create: ['--blueprint', 'test/fixtures/tenancy.yaml'],
    flags: ['--max-examples', '15'],
    requests: 1000,
    statuses: ['200', '201', '202', '204', '304', '409', '412', '422'],
  },
];

const root = path.resolve(import.meta.dirname, '../..');
/** One that is set up already, to be looked at while it is worked on: it stands for the shop. */
const given = process.env['FUZZ_SERVICE'];
const folder = mkdtempSync(path.join(tmpdir(), 'create-backend-fuzz-'));
const wanted = given === undefined ? fuzzed : fuzzed.slice(0, 1);
const repositoryOf = ({ name }: Fuzzed): string => given ?? path.join(folder, name);

beforeAll(async () => {
  if (!isInstalled || given !== undefined) return;
  const environment = developerEnvironment();
  for (const each of wanted) {
    const repository = repositoryOf(each);
    const create = ['bin/create-backend.js', repository, ...each.create, '--yes', '--no-git'];
    await succeed({ argv: ['node', ...create, '--no-install'], cwd: root, environment });
    await succeed({ argv: ['bun', 'run', 'setup'], cwd: repository, environment });
  }
}, 300_000);
// Thousands of files of packages.
afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

/** Shorter than what a service takes at all. */
const tokenSeconds = 890;

test.skipIf(!isInstalled).each(wanted)(
  '$name answers as its document says, whatever it is sent',
  { timeout: 600_000 },
  async (each) => {
    const { name, flags = [], requests, statuses } = each;
    const repository = repositoryOf(each);
    const file = path.join(repository, 'backend.yaml');
    const blueprint = readBlueprint(readFileSync(file, 'utf8'), file);
    const verbs = typescriptVerbs(repository);
    const subject = { verbs, blueprint, postgres: inject('postgres') };
    const world = await openWorld(subject, { label: `${name} fuzz`, externals: true });
    try {
      const accessToken = world.identity.token({
        scopes: allScopes(blueprint),
        lifetimeSeconds: tokenSeconds,
      });
      const { baseUrl } = world.service;
      const { code, said } = await fuzz({ baseUrl, accessToken, timeoutMs: 500_000, flags });
      const document = await world.api.ask({ method: 'GET', path: '/openapi.json', token: null });
      const log = readAccessLog(world.service.logs(), document.object);

      console.log(`fuzz of ${name}: ${log.requests} requests, ${JSON.stringify(log.statuses)}`);
      expect(code, said.slice(0, 30_000)).toBe(0);
      expect(Object.keys(log.statuses).filter((status) => status >= '500')).toEqual([]);
      expect(log.undocumented).toEqual([]);
      expect(log.requests).toBeGreaterThan(requests);
      for (const status of statuses) expect(log.statuses[status], status).toBeGreaterThan(0);
    } finally {
      await world.close();
    }
  },
);
