// Measures the budgets of the tool on this machine and prints them as a table:
//   npm run bench              nine interleaved rounds, the installed size included
//   npm run bench -- --quick   three rounds, without the installed size
//   npm run bench -- --report  prints a broken budget, and exits with 0 all the same
// Every figure is a median; ratios are taken round by round, so that a noisy machine cancels out.
// Exits with 1 where a budget is broken.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

const root = path.resolve(import.meta.dirname, '..');
const program = path.join(root, 'bin', 'create-backend.js');
const quick = process.argv.includes('--quick');
const rounds = quick ? 3 : 9;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-bench-'));
let folders = 0;
/** Whoever's machine it is, git commits. */
const author = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'bench'],
    [`GIT_${role}_EMAIL`, 'bench@example.test'],
  ]),
);
const rows = [];

try {
  measureVersion();
  measureCreate();
  measureContexts();
  measureModule();
  measureCheck();
  if (!quick) measureInstalled();
  print();
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = rows.every((row) => row.within) || process.argv.includes('--report') ? 0 : 1;

function measureVersion() {
  const samples = repeat(() => ({
    ours: seconds(['node', program, '--version']),
    floor: seconds(['node', '-e', '0']),
  }));
  row('--version', median(samples.map((s) => s.ours)), 's');
  row('--version ÷ node -e 0', median(samples.map((s) => s.ours / s.floor)), '×', 1.5);
}

function measureCreate() {
  const tree = path.join(scratch, 'tree');
  run(create(tree));
  const writer = bareWriter(tree);
  const samples = repeat(() => ({
    ours: seconds(create(fresh())),
    withGit: seconds(create(fresh()).filter((flag) => flag !== '--no-git')),
    bare: seconds(['node', writer, fresh()]),
  }));
  row('create, preset shop: files', filesBelow(tree).length, 'files');
  row(
    'create, preset shop: size',
    filesBelow(tree).reduce((sum, file) => sum + fs.statSync(file).size, 0) / 1000,
    'kB',
  );
  row('create, preset shop', median(samples.map((s) => s.ours)), 's', 0.6);
  row('create, preset shop, with git commit', median(samples.map((s) => s.withGit)), 's');
  row('create ÷ bare writer', median(samples.map((s) => s.ours / s.bare)), '×', 4);
}

/** Time must grow linearly from 25 to 100 contexts: at most 20 % over the straight line. */
function measureContexts() {
  const sizes = [25, 50, 100];
  const times = sizes.map((size) => {
    const blueprint = path.join(scratch, `contexts-${size}.yaml`);
    fs.writeFileSync(blueprint, manyContexts(size));
    const command = () => [
      'node',
      program,
      fresh(),
      '--blueprint',
      blueprint,
      '--yes',
      '--no-install',
      '--no-git',
    ];
    return median(Array.from({ length: 3 }, () => seconds(command())));
  });
  sizes.forEach((size, index) => row(`create, ${size} contexts`, times[index], 's'));
  const slope = (times[1] - times[0]) / (sizes[1] - sizes[0]);
  const straight = times[1] + slope * (sizes[2] - sizes[1]);
  row('100 contexts ÷ the straight line through 25 and 50', times[2] / straight, '×', 1.2);
  row(
    'create, 100 contexts: peak memory',
    peakMemory(path.join(scratch, 'contexts-100.yaml')),
    'MiB',
    512,
  );
}

/** In a repository as people have it: made, committed, and changed by the program alone. */
function measureModule() {
  const wide = path.join(scratch, 'wide.yaml');
  fs.writeFileSync(wide, manyContexts(40));
  const billing = ['billing', '--aggregate', 'Invoice(total:money)'];
  const repositories = [
    [
      'shop',
      ['--preset', 'shop'],
      ['--consume', 'ordering.OrderPlaced -> project KnownOrder(total)'],
      0.7,
    ],
    [
      '40 contexts',
      ['--blueprint', wide],
      ['--consume', 'area-7.ItemPublished -> project KnownItem(price)'],
    ],
  ];
  for (const [name, from, consume, budget] of repositories) {
    const add = () => {
      const folder = fresh();
      run(['node', program, folder, ...from, '--yes', '--no-install']);
      return seconds(
        ['node', program, 'module', ...billing, ...consume, '--yes', '--no-install'],
        folder,
      );
    };
    row(`module, ${name}`, median(repeat(add)), 's', budget);
  }
}

/** The whole process, and that its time grows linearly with the repository. */
function measureCheck() {
  const checked = (from) => {
    const folder = fresh();
    run(['node', program, 'render', ...from, '--out', folder]);
    return median(Array.from({ length: 3 }, () => seconds(['node', program, 'check'], folder)));
  };
  row('check, shop', checked(['--preset', 'shop']), 's', 3);
  const sizes = [10, 20, 40];
  const times = sizes.map((size) => {
    const blueprint = path.join(scratch, `check-${size}.yaml`);
    fs.writeFileSync(blueprint, manyContexts(size));
    return checked(['--blueprint', blueprint]);
  });
  sizes.forEach((size, index) => row(`check, ${size} contexts`, times[index], 's'));
  const straight = times[1] + 2 * (times[1] - times[0]);
  row('check, 40 contexts ÷ the straight line through 10 and 20', times[2] / straight, '×', 1.2);
}

function measureInstalled() {
  const packed = JSON.parse(
    run(['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', scratch], root),
  );
  const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed);
  const home = path.join(scratch, 'installed');
  fs.mkdirSync(home);
  run(['npm', 'install', '--silent', '--no-save', '--prefix', home, path.join(scratch, filename)]);
  const lock = JSON.parse(
    fs.readFileSync(path.join(home, 'node_modules', '.package-lock.json'), 'utf8'),
  );
  const bytes = filesBelow(home).reduce((sum, file) => sum + fs.statSync(file).size, 0);
  row('installed size', bytes / 1e6, 'MB', 40);
  row('installed packages', Object.keys(lock.packages).length, 'packages', 15);
}

function create(folder) {
  return ['node', program, folder, '--preset', 'shop', '--yes', '--no-install', '--no-git'];
}

/** A Node.js script that holds the texts of a folder's files and writes them: the floor of any generator. */
function bareWriter(folder) {
  const texts = Object.fromEntries(
    filesBelow(folder).map((file) => [path.relative(folder, file), fs.readFileSync(file, 'utf8')]),
  );
  const script = path.join(scratch, 'bare-writer.mjs');
  fs.writeFileSync(
    script,
    `import fs from 'node:fs';
import path from 'node:path';
const files = ${JSON.stringify(texts)};
for (const [file, text] of Object.entries(files)) {
  const target = path.join(process.argv[2], file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}
`,
  );
  return script;
}

function manyContexts(count) {
  const contexts = Array.from(
    { length: count },
    (_, index) => `  - name: area-${index}
    aggregates:
      - name: Item
        fields:
          - { name: title, type: string, maxLength: 80 }
          - { name: price, type: money }
        lifecycle:
          initial: draft
          transitions:
            - { name: publish, from: [draft], to: published }`,
  );
  return `schema: 1\nname: wide\nstack: typescript\ncontexts:\n${contexts.join('\n')}\n`;
}

function peakMemory(blueprint) {
  const script = `process.argv.splice(1, 1, ${JSON.stringify(program)});
process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS));
await import(${JSON.stringify(program)});`;
  const file = path.join(scratch, 'peak.mjs');
  fs.writeFileSync(file, script);
  const result = spawnSync(
    'node',
    [file, fresh(), '--blueprint', blueprint, '--yes', '--no-install', '--no-git'],
    { encoding: 'utf8' },
  );
  const peak = /peak (\d+)$/.exec(result.stderr);
  if (result.status !== 0 || peak === null)
    throw new Error(`The memory run failed:\n${result.stderr}`);
  return Number(peak[1]) / 1024;
}

function row(name, value, unit, budget) {
  rows.push({ name, value, unit, budget, within: budget === undefined || value <= budget });
}

function print() {
  const digits = (value, unit) =>
    unit === 's' || unit === '×' ? value.toFixed(3) : value.toFixed(0);
  console.log(
    `\nNode.js ${process.versions.node}, ${os.cpus().length} cores, ${rounds} rounds, medians\n`,
  );
  console.log('| what | figure | budget |');
  console.log('| --- | --- | --- |');
  for (const { name, value, unit, budget, within } of rows) {
    const limit = budget === undefined ? '' : `≤ ${budget} ${unit}${within ? '' : ' (broken)'}`;
    console.log(`| ${name} | ${digits(value, unit)} ${unit} | ${limit} |`);
  }
}

function repeat(sample) {
  sample();
  return Array.from({ length: rounds }, sample);
}

function fresh() {
  folders += 1;
  return path.join(scratch, `run-${folders}`);
}

function seconds(command, cwd) {
  const start = performance.now();
  run(command, cwd);
  return (performance.now() - start) / 1000;
}

function run([command, ...args], cwd = scratch) {
  const env = { ...process.env, ...author };
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status !== 0)
    throw new Error(`${[command, ...args].join(' ')} failed:\n${result.stderr}`);
  return result.stdout;
}

function filesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
