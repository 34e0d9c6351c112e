import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { bin, filesBelow, run, temporaryFolder } from './cli/program.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

const quiet = ['--no-git', '--no-install'];

/** The JSON document of a run. */
async function json(
  args: readonly string[],
): Promise<{ code: number; document: Record<string, never> & { error: Record<string, string> } }> {
  const { code, stdout, stderr } = await run([...args, '--json'], { cwd: folder });
  expect(stderr).toBe('');
  return { code, document: JSON.parse(stdout) };
}

test.each(['chess', 'mobile', 'stats', 'state'])(
  'a folder %s is no mistyped command where a preset is named',
  async (name) => {
    const { code } = await json([name, '--preset', 'minimal', '--dry-run']);
    expect(code).toBe(0);
  },
);

test.each(['dev', 'status', 'check'])('%s outside a repository exits with 3', async (name) => {
  const { code, stderr } = await run([name], { cwd: folder });
  expect(stderr).toMatch(/^error: .*(lock|tools)/s);
  expect(code).toBe(3);
});

describe('wrong command lines say what is wrong and exit with 2', () => {
  test.each<[what: string, args: string[], code: string, told: string]>([
    ['an unknown flag', ['x', '--presett', 'shop'], 'unknown-option', 'Did you mean --preset?'],
    ['a mistyped command', ['advize'], 'unknown-command', 'Did you mean advise?'],
    ['a mistyped render', ['rendr', '--preset', 'shop'], 'unknown-command', 'render'],
    ['a command of a later version', ['extract', 'billing'], 'unknown-command', './extract'],
    ['help on what is no command', ['help', 'advize'], 'unknown-command', 'advise'],
    ['the same context twice', ['x', '--context', 'a', '--context', 'a'], 'duplicate', 'twice'],
    ['two folders', ['my', 'shop'], 'unexpected-argument', 'quotes'],
    ['preset without a verb', ['preset'], 'missing-argument', 'list, show, validate'],
    [
      'a flag without its value',
      ['x', '--preset', '--dry-run'],
      'invalid-value',
      'value is missing',
    ],
    ['a stack there is not', ['x', '--stack', 'cobol'], 'invalid-value', 'typescript'],
    ['a complexity there is not', ['x', '--complexity', 'extreme'], 'invalid-value', 'medium'],
    ['a negative latency', ['x', '--p99-ms', '-5'], 'invalid-value', 'more than 0'],
    ['a latency of zero', ['x', '--p99-ms', '0'], 'invalid-value', 'more than 0'],
    ['a latency that is no number', ['x', '--p99-ms', 'NaN'], 'invalid-value', '“NaN”'],
    [
      'an infinite throughput',
      ['x', '--throughput-rps', 'Infinity'],
      'invalid-value',
      '“Infinity”',
    ],
    ['a team of none', ['x', '--team-size', '0'], 'invalid-value', 'at least 1'],
    ['half a person', ['x', '--team-size', '2.5'], 'invalid-value', 'whole number'],
    ['no folder', [], 'missing-answer', '[directory]'],
    ['no domain', ['x'], 'missing-answer', '--preset'],
    ['an unknown preset', ['x', '--preset', 'shopp'], 'unknown-preset', 'Did you mean “shop”?'],
    [
      'a preset called like a member of every object',
      ['x', '--preset', 'constructor'],
      'unknown-preset',
      'preset list',
    ],
    [
      'a blueprint that is not there',
      ['x', '--blueprint', 'none.yaml'],
      'file-not-readable',
      'does not exist',
    ],
    ['a blueprint that is a folder', ['x', '--blueprint', '.'], 'file-not-readable', 'is a folder'],
    [
      'an aggregate of no context',
      ['x', '--aggregate', 'a/B(c:string)'],
      'invalid-value',
      '--context a',
    ],
    [
      'an aggregate that does not parse',
      ['x', '--context', 'a', '--aggregate', 'a/B(c'],
      'invalid-value',
      '--aggregate',
    ],
    [
      'a transition of nothing',
      ['x', '--context', 'a', '--transition', 'a/B.go: x -> y'],
      'invalid-value',
      '--transition',
    ],
    [
      'a set without a value',
      ['x', '--preset', 'minimal', '--set', 'name'],
      'invalid-value',
      '“=” is missing',
    ],
    [
      'a set of what is not there',
      ['x', '--preset', 'minimal', '--set', 'nonsense.deep=1'],
      'unknown-key',
      'nonsense',
    ],
    [
      'a set into the prototype',
      ['x', '--preset', 'minimal', '--set', '__proto__.polluted=1'],
      'invalid-value',
      '__proto__',
    ],
    [
      'a rename of what is not there',
      ['x', '--preset', 'shop', '--rename', 'orderin=sales'],
      'invalid-value',
      'Did you mean “ordering”?',
    ],
    [
      'a rename onto a neighbour',
      ['x', '--preset', 'shop', '--rename', 'ordering=catalog'],
      'invalid-value',
      'already',
    ],
    [
      'without what is not there',
      ['x', '--preset', 'shop', '--without', 'ordering/Ordr'],
      'invalid-value',
      'Did you mean “Order”?',
    ],
    [
      'a folder whose name is no name',
      ['class_1', '--preset', 'minimal'],
      'invalid-name',
      '--set name=class-1',
    ],
    [
      'a folder that Windows reserves',
      ['con', '--preset', 'minimal'],
      'reserved-name',
      '--set name=',
    ],
    ['an empty folder name', ['', '--preset', 'minimal'], 'invalid-value', 'is empty'],
    ['render of nothing', ['render', '--out', 'x'], 'missing-answer', '--blueprint'],
    ['render to nowhere', ['render', '--preset', 'minimal'], 'missing-answer', '--out'],
    ['advise on nothing', ['advise'], 'missing-answer', '--team-size'],
  ])('%s', async (_, args, code, told) => {
    const text = await run(args, { cwd: folder });
    expect(text.code).toBe(2);
    expect(text.stdout).toBe('');
    expect(text.stderr).toMatch(/^error: /);
    expect(text.stderr).toContain(told);
    expect(text.stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
    if (args[0] !== 'dev') {
      const { code: exit, document } = await json(args);
      expect(exit).toBe(2);
      expect(document).toMatchObject({ ok: false, error: { code } });
      expect(`${document.error['message']} ${document.error['hint']}`).toContain(told);
    }
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

describe('a blueprint file', () => {
  test('that is broken YAML is told by its line', async () => {
    const file = write('broken.yaml', 'schema: 1\nname: shop\ncontexts:\n  - name: [catalog\n');
    const { code, stderr } = await run(['x', '--blueprint', file], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/broken\.yaml:[45]:\d+/);
    expect(stderr).toContain('|');
  });

  test('with a mistake is told by line and pointer', async () => {
    const file = write(
      'wrong.yaml',
      'schema: 1\nname: shop\ncontexts:\n  - name: catalog\n    aggregates:\n      - { name: Product, fields: [{ name: sku, type: strin }] }\n',
    );
    const { code, stderr } = await run(['x', '--blueprint', file], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('wrong.yaml:6:');
    expect(stderr).toContain('Did you mean “string”?');
    const { document } = await json(['x', '--blueprint', file]);
    expect(document.error['pointer']).toBe('/contexts/0/aggregates/0/fields/0/type');
  });

  test('with the same context twice is refused', async () => {
    const file = write(
      'twice.yaml',
      'schema: 1\nname: shop\ncontexts: [{ name: catalog }, { name: catalog }]\n',
    );
    const { code, stderr } = await run(['x', '--blueprint', file], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('catalog');
  });

  test('cannot send escape sequences to the terminal', async () => {
    const file = write(
      'evil.yaml',
      'schema: 1\nname: shop\ncontexts:\n  - name: "a\\e[2J\\e]0;owned\\a\\u009b31m\\u202eb"\n',
    );
    const evil = await run(['x', '--blueprint', file], { cwd: folder });
    expect(evil.code).toBe(2);
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(evil.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const named = await run(['\u001b[31mred', '--preset', 'minimal'], { cwd: folder });
    // oxlint-disable-next-line no-control-regex -- as above
    expect(named.stderr + named.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  test.each([
    ['-', 'standard input is larger than 2 MiB'],
    ['/dev/zero', '/dev/zero is larger than 2 MiB'],
  ])('is read no further than needed to refuse what has no end: %s', (from, told) => {
    const zeros = fs.openSync('/dev/zero', 'r');
    try {
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--max-old-space-size=200', bin, 'render', '--blueprint', from, '--out', 'out'],
        { cwd: folder, stdio: [zeros, 'pipe', 'pipe'], encoding: 'utf8', timeout: 30_000 },
      );
      expect(stderr).toContain(told);
      expect(status).toBe(2);
    } finally {
      fs.closeSync(zeros);
    }
  });

  test('is read from a pipe by its path', async () => {
    const text =
      'schema: 1\nname: piped\ncontexts: [{ name: billing, aggregates: [{ name: Invoice, fields: [{ name: total, type: money }] }] }]\n';
    const piped = spawnSync(
      'bash',
      ['-c', '"$0" "$1" render --out out --blueprint <(cat)', process.execPath, bin],
      { cwd: folder, input: text, encoding: 'utf8' },
    );
    expect(piped.stderr).not.toContain('error');
    expect(piped.status).toBe(0);
  });

  test('is read from standard input for "-"', async () => {
    const text =
      'schema: 1\nname: piped\ncontexts: [{ name: billing, aggregates: [{ name: Invoice, fields: [{ name: total, type: money }] }] }]\n';
    const { code, stdout } = await run(['x', '--blueprint', '-', '--dry-run', '--json'], {
      cwd: folder,
      input: text,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, result: { dryRun: true, replay: null } });
  });

  test('saved from "preset show" makes what the preset makes', async () => {
    const shown = await run(['preset', 'show', 'minimal'], { cwd: folder });
    const file = write('saved.yaml', shown.stdout);
    await run(['render', '--preset', 'minimal', '--out', 'a'], { cwd: folder });
    await run(['render', '--blueprint', file, '--out', 'b'], { cwd: folder });
    expect(filesBelow(path.join(folder, 'b'))).toEqual(filesBelow(path.join(folder, 'a')));
  });
});

describe('create', () => {
  test('tells on standard output what it made, and talks on standard error', async () => {
    const { code, stdout, stderr } = await run(['my-shop', '--preset', 'minimal', ...quiet], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Created my-shop: \d+ files, typescript, 1 context in 1 deployable\.$/m,
    );
    expect(stdout).toContain('  cd my-shop');
    expect(stdout).toContain(
      'npx create-backend@4.0.0 my-shop --preset minimal --no-git --no-install --yes',
    );
    expect(stderr).toContain('Writing');
    expect(stdout + stderr).not.toContain('\u001b');
  });

  test('--json gives changes, decisions and next steps', async () => {
    const { code, document } = await json(['my-shop', '--preset', 'minimal', ...quiet]);
    expect(code).toBe(0);
    expect(document).toMatchObject({
      ok: true,
      command: 'create',
      version: '4.0.0',
      result: {
        decisions: [{ topic: 'architecture' }, { topic: 'latency' }, { topic: 'throughput' }],
        next: ['cd my-shop', expect.any(String), expect.any(String), expect.any(String)],
      },
    });
  });

  test('--dry-run prints exactly the files that are written then, and writes nothing', async () => {
    const dry = await json(['my-shop', '--preset', 'minimal', '--dry-run']);
    expect(fs.readdirSync(folder)).toEqual([]);
    await run(['my-shop', '--preset', 'minimal', ...quiet], { cwd: folder });
    const result: { changes: { action: string; path: string }[] } = dry.document['result'] ?? {
      changes: [],
    };
    expect(result.changes.map(({ path: file }) => file).toSorted()).toEqual(
      Object.keys(filesBelow(path.join(folder, 'my-shop'))).toSorted(),
    );
    expect(new Set(result.changes.map(({ action }) => action))).toEqual(new Set(['create']));
  });

  test('refuses a folder that is not empty with exit code 3', async () => {
    fs.mkdirSync(path.join(folder, 'full'));
    write('full/mine.txt', 'mine');
    const { code, document } = await json(['full', '--preset', 'minimal']);
    expect(code).toBe(3);
    expect(document).toMatchObject({ ok: false, error: { code: 'folder-not-empty' } });
    expect(filesBelow(path.join(folder, 'full'))).toEqual({ 'mine.txt': 'mine' });
  });

  test('with CI set asks nothing', async () => {
    const { code, stderr } = await run([], { cwd: folder, environment: { CI: 'true' } });
    expect(code).toBe(2);
    expect(stderr).toContain('Nobody can be asked here');
  });

  test('--yes takes the defaults for everything', async () => {
    const { code, document } = await json(['--yes', '--dry-run']);
    expect(code).toBe(0);
    expect(document).toMatchObject({
      result: { directory: path.join(fs.realpathSync(folder), 'my-backend') },
    });
  });

  test('a context of a preset can be left out or renamed, and what refers to it follows', async () => {
    const args = [
      'x',
      '--preset',
      'shop',
      '--rename',
      'ordering=sales',
      '--rename',
      'catalog/Product=Article',
      '--without',
      'payments',
      '--dry-run',
    ];
    const { code, document } = await json(args);
    expect(code, JSON.stringify(document)).toBe(0);
    const { changes }: { changes: { path: string }[] } = document['result'] ?? { changes: [] };
    const contexts = new Set(
      changes.flatMap(({ path: file }) => /^contexts\/([^/]+)\//.exec(file)?.[1] ?? []),
    );
    expect([...contexts].toSorted()).toEqual(['catalog', 'sales']);
  });
});

describe('the other commands', () => {
  test('advise decides at the boundaries of the rules', async () => {
    const choices = async (...args: string[]): Promise<unknown> => {
      const { document } = await json(['advise', ...args]);
      const { decisions }: { decisions: { choice: string }[] } = document['result'] ?? {
        decisions: [],
      };
      return decisions.map(({ choice }) => choice);
    };
    expect(
      await choices(
        '--team-size',
        '8',
        '--complexity',
        'medium',
        '--p99-ms',
        '100',
        '--throughput-rps',
        '100',
      ),
    ).toEqual(['modular-monolith', 'redis-and-replicas', 'autoscaled']);
    expect(
      await choices(
        '--team-size',
        '9',
        '--clear-boundaries',
        '--p99-ms',
        '99',
        '--throughput-rps',
        '99',
      ),
    ).toEqual(['service-per-team', 'in-memory-cache', 'single-instance']);
    expect(
      await choices(
        '--team-size',
        '9',
        '--no-clear-boundaries',
        '--p99-ms',
        '1000',
        '--throughput-rps',
        '10000',
      ),
    ).toEqual(['modular-monolith', 'asynchronous', 'event-driven-cqrs']);
  });

  test('advise explains a wish that goes against a decision', async () => {
    const { stdout } = await run(
      ['advise', '--throughput-rps', '20000', '--set', 'features.messaging=in-process'],
      { cwd: folder },
    );
    expect(stdout).toMatch(/Note: DEC-5 asks for Kafka/);
  });

  test('schema prints a JSON Schema', async () => {
    const { code, stdout } = await run(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    });
  });

  test('preset list names the presets', async () => {
    const { document } = await json(['preset', 'list']);
    const { presets }: { presets: { name: string }[] } = document['result'] ?? { presets: [] };
    expect(presets.map(({ name }) => name)).toEqual(expect.arrayContaining(['minimal', 'shop']));
  });

  test('preset validate accepts a preset and refuses a broken one with its line', async () => {
    const good = write(
      'good.yaml',
      'preset: { title: Good, extends: minimal }\nteam: { size: 4 }\n',
    );
    const { code: valid, document } = await json(['preset', 'validate', good]);
    expect(valid).toBe(0);
    expect(document['result']).toEqual({ presets: [{ file: good, contexts: ['planning'] }] });
    const bad = write(
      'bad.yaml',
      'preset: { title: Bad }\nschema: 1\nname: bad\ncontexts:\n  - name: class\n',
    );
    const { code, stderr } = await run(['preset', 'validate', bad]);
    expect(code).toBe(2);
    expect(stderr).toContain('bad.yaml:5:');
  });

  test("dev runs the repository's own tool with the command and gives back its exit code", async () => {
    fs.mkdirSync(path.join(folder, 'tools/dev'), { recursive: true });
    write(
      'tools/dev/main.mjs',
      'console.log(JSON.stringify(process.argv.slice(2))); process.exit(7);',
    );
    const inside = path.join(folder, 'apps');
    fs.mkdirSync(inside);
    const { code, stdout } = await run(['dev', '--', 'bun', 'test', '--watch'], { cwd: inside });
    expect(code).toBe(7);
    expect(JSON.parse(stdout)).toEqual(['--', 'bun', 'test', '--watch']);
  });

  test('--version and --help answer on standard output', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: '4.0.0\n', stderr: '' });
    const help = await run(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('--preset');
    expect((await run(['advise', '--help'])).stdout).toContain('--team-size');
    expect((await run(['help', 'preset'])).stdout).toContain('validate');
  });

  test('an old Node.js is told apart before anything is loaded', async () => {
    const { spawnSync } = await import('node:child_process');
    const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.1'}})`;
    const { status, stderr } = spawnSync(process.execPath, ['--import', pretend, bin, 'x'], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('needs Node.js 20.19 or newer; this is 18.20.1');
  });

  test('a reader that closes the pipe early is not answered with a stack trace', async () => {
    const { execFileSync } = await import('node:child_process');
    const script = `'${process.execPath}' '${bin}' schema | head -c 1; echo " codes: \${PIPESTATUS[*]}"`;
    const output = execFileSync('bash', ['-c', `${script} 2>&1`], { encoding: 'utf8' });
    expect(output).toBe('{ codes: 0 0\n');
  });
});
