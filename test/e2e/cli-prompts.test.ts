import fs from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { bin, filesBelow, run, temporaryFolder } from './cli/program.ts';
import { openTerminal, type Terminal, type TerminalOptions } from './cli/tmux.ts';

let folder: string;
let terminal: Terminal | null = null;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  terminal?.close();
  terminal = null;
  fs.rmSync(folder, { recursive: true, force: true });
});

function open(args: readonly string[] = [], options: Partial<TerminalOptions> = {}): Terminal {
  terminal = openTerminal([process.execPath, bin, ...args], { cwd: folder, ...options });
  return terminal;
}

const quiet = ['--no-git', '--no-install'];

describe('a person at the keyboard', () => {
  test('takes a preset as it is, sees what is decided, and gets the repository', async () => {
    const it = open(quiet);
    await it.shows('Which folder is the backend written to?');
    it.retype('my-shop');
    it.press('Enter');
    await it.shows('What do you start from?');
    it.press('Enter');
    const offer = await it.shows('Use the preset shop as it is?');
    expect(offer).toContain('Modular monolith (DEC-1)');
    it.press('Enter');
    const summary = await it.shows('Write it?');
    expect(summary).toMatch(/\d+ files/);
    expect(fs.readdirSync(folder)).toEqual([]);
    it.press('Enter');
    expect(await it.exit()).toBe(0);
    expect(it.screen()).toContain('The same again, without questions:');
    expect(fs.existsSync(path.join(folder, 'my-shop', 'package.json'))).toBe(true);
  });

  test('describes a domain, goes back to correct it, and the replay command writes the same bytes', async () => {
    const it = open(
      ['my-shop', '--team-size', '4', '--complexity', 'low', '--no-clear-boundaries', ...quiet],
      { columns: 220 },
    );
    await it.shows('What do you start from?');
    it.press('Down', 'Enter');
    await it.shows('How fast must 99 of 100 requests be');
    it.type('2000');
    await it.shows(/2000█\n│ {2}→ Asynchronous/);
    it.press('Enter');
    await it.shows('How many requests per second');
    it.press('Escape');
    await it.shows('← back');
    await it.shows(
      /How fast must 99 of 100 requests be[\s\S]*How many requests[\s\S]*How fast must 99 of 100 requests be/,
    );
    it.retype('250');
    it.press('Enter');
    await it.shows(/◆ {2}How many requests per second/);
    it.press('Enter');
    await it.shows('How available must it be?');
    it.press('Enter');
    await it.shows('Which contexts does the domain have?');
    it.press('Enter');
    await it.shows('What is the context called?');
    it.type('class');
    await it.shows('reserves');
    it.retype('billing');
    it.press('Enter');
    await it.shows('An aggregate of billing');
    it.type('Invoice(number:string[maxLength=20,unique], total:mony');
    await it.shows('“)” is missing');
    it.retype('Invoice(number:string[maxLength=20,unique], total:money)');
    await it.shows('/v1/billing/invoices, 2 fields');
    it.press('Enter');
    await it.shows('What does the business do with Invoice?');
    it.type('pay: open -> paid');
    await it.shows('States: open, paid');
    it.press('Enter');
    await it.shows('What about billing?');
    it.press('Enter');
    await it.shows('Is this the domain?');
    it.press('Enter');
    await it.shows('Which features does it have?');
    it.press('Space', 'Enter');
    await it.shows('How is it built and delivered?');
    it.press('Enter');
    await it.shows('Write it?');
    it.press('Enter');
    expect(await it.exit()).toBe(0);

    const replay = replayIn(it.screen());
    expect(replay).toContain(
      "--aggregate 'billing/Invoice(number:string[unique,maxLength=20], total:money)'",
    );
    expect(replay).toContain('--p99-ms 250');
    await expectSame(replay, path.join(folder, 'my-shop'));
  });

  test('edits a preset: a context goes, an aggregate gets another name and another field', async () => {
    const it = open(['my-shop', '--preset', 'shop', ...quiet], { columns: 220 });
    await it.shows('as it is?');
    it.press('Down', 'Enter');
    for (const question of [
      'How many people',
      'How complex',
      'Are the boundaries',
      'How fast',
      'How many requests',
      'How available',
    ]) {
      await it.shows(question);
      it.press('Enter');
    }
    await it.shows('Is this the domain?');
    it.press('Down', 'Down', 'Down', 'Enter');
    await it.shows('What about payments?');
    it.press('Up', 'Enter');
    await it.shows(/What about payments\?[\s\S]*Is this the domain\?/);
    it.press('Down', 'Enter');
    await it.shows('What about catalog?');
    it.press('Down', 'Down', 'Enter');
    await it.shows('What about Product?');
    it.press('Down', 'Down', 'Down', 'Enter');
    await it.shows('What is Product to be called?');
    it.retype('Article');
    it.press('Enter');
    await it.shows('What about Article?');
    it.press('Down', 'Enter');
    await it.shows('The fields of Article');
    it.press('C-e', 'BSpace');
    it.type(', weight:decimal?)');
    await it.shows('/v1/catalog/articles');
    it.press('Enter');
    await it.shows(/The fields of Article[\s\S]*What about Article\?/);
    it.press('Enter');
    await it.shows(/It is done\n[\s\S]*◆ {2}What about catalog\?/);
    it.press('Enter');
    await it.shows(/◆ {2}Is this the domain\?/);
    it.press('Enter');
    await it.shows('Which features');
    it.press('Enter');
    await it.shows('How is it built');
    it.press('Enter');
    const summary = await it.shows('Write it?');
    expect(summary.slice(summary.indexOf('Summary 7 of 7'))).not.toContain('payments');
    it.press('Enter');
    expect(await it.exit()).toBe(0);
    const replay = replayIn(it.screen());
    expect(replay).toContain('--rename catalog/Product=Article --without payments');
    await expectSame(replay, path.join(folder, 'my-shop'));
  });

  test('writes into the empty folder the shell is in', async () => {
    const here = path.join(folder, 'my-shop');
    fs.mkdirSync(here);
    const it = open(['.', '--preset', 'minimal', ...quiet], { cwd: here });
    await it.shows('Use the preset minimal as it is?');
    it.press('Enter');
    await it.shows('Write it?');
    it.press('Enter');
    expect(await it.exit()).toBe(0);
    expect(fs.existsSync(path.join(here, 'package.json'))).toBe(true);
  });

  test('says no at the summary: nothing is written, exit 130', async () => {
    const it = open(['my-shop', '--preset', 'minimal']);
    await it.shows('as it is?');
    it.press('Enter');
    await it.shows('Write it?');
    it.press('Down', 'Down', 'Enter');
    expect(await it.exit()).toBe(130);
    expect(it.screen()).toContain('nothing was written');
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('ends its input with Ctrl-D: nothing is written, exit 130', async () => {
    const it = open();
    await it.shows('Which folder');
    it.press('C-d');
    expect(await it.exit()).toBe(130);
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

test('Ctrl-C while a blueprint is typed writes nothing and exits with 130', async () => {
  const it = open(['x', '--blueprint', '-']);
  await it.shows('Reading the blueprint from standard input');
  it.press('C-c');
  expect(await it.exit()).toBe(130);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('a signal to the program while it asks writes nothing and exits with 130', async () => {
  const pid = path.join(folder, 'pid');
  const script = `echo $$ > '${pid}'; exec "$@"`;
  const it = openTerminal(['sh', '-c', script, 'sh', process.execPath, bin], { cwd: folder });
  terminal = it;
  await it.shows('Which folder');
  process.kill(Number(fs.readFileSync(pid, 'utf8')), 'SIGTERM');
  expect(await it.exit()).toBe(130);
  expect(it.screen()).toContain('nothing was written');
  expect(fs.readdirSync(folder)).toEqual(['pid']);
});

/** Every screen of create, and the keys that lead to it from a command line that answers what comes before. */
const everyScreen: readonly (readonly [
  shown: string,
  args: readonly string[],
  keys: readonly (readonly [string, ...string[]])[],
])[] = (() => {
  const answered = [
    'my-shop',
    '--team-size',
    '4',
    '--complexity',
    'low',
    '--clear-boundaries',
    '--p99-ms',
    '200',
    '--throughput-rps',
    '50',
    '--set',
    'targets.availability=99.9',
  ];
  const domain = [...answered, '--blueprint', 'given.yaml'];
  const adjust = ['Use the blueprint as it is?', 'Down', 'Enter'] as const;
  const planning = ['Is this the domain?', 'Down', 'Enter'] as const;
  const task = ['What about planning?', 'Down', 'Enter'] as const;
  const on = ['Is this the domain?', 'Enter'] as const;
  const features = ['Which features', 'Enter'] as const;
  const delivery = ['How is it built', 'Enter'] as const;
  const afterwards = ['And once it is written?', 'Enter'] as const;
  return [
    ['Which folder', [], []],
    ['What is the backend called?', ['class_1'], []],
    ['What do you start from?', ['my-shop'], []],
    ['Use the preset shop as it is?', ['my-shop', '--preset', 'shop'], []],
    ['How many people', ['my-shop', '--context', 'a'], []],
    ['How complex', ['my-shop', '--context', 'a', '--team-size', '4'], []],
    [
      'Are the boundaries',
      ['my-shop', '--context', 'a', '--team-size', '4', '--complexity', 'low'],
      [],
    ],
    [
      'How fast',
      [
        'my-shop',
        '--context',
        'a',
        '--team-size',
        '4',
        '--complexity',
        'low',
        '--clear-boundaries',
      ],
      [],
    ],
    [
      'How many requests',
      [
        'my-shop',
        '--context',
        'a',
        '--team-size',
        '4',
        '--complexity',
        'low',
        '--clear-boundaries',
        '--p99-ms',
        '9',
      ],
      [],
    ],
    [
      'How available',
      [
        'my-shop',
        '--context',
        'a',
        '--team-size',
        '4',
        '--complexity',
        'low',
        '--clear-boundaries',
        '--p99-ms',
        '9',
        '--throughput-rps',
        '9',
      ],
      [],
    ],
    ['Is this the domain?', domain, [adjust]],
    [
      'What is the context called?',
      domain,
      [adjust, ['Is this the domain?', 'Down', 'Down', 'Enter']],
    ],
    ['What about planning?', domain, [adjust, planning]],
    [
      'What is planning to be called?',
      domain,
      [adjust, planning, ['What about planning?', 'Down', 'Down', 'Down', 'Enter']],
    ],
    [
      'An aggregate of planning',
      domain,
      [adjust, planning, ['What about planning?', 'Down', 'Down', 'Enter']],
    ],
    ['What about Task?', domain, [adjust, planning, task]],
    ['The fields of Task', domain, [adjust, planning, task, ['What about Task?', 'Down', 'Enter']]],
    [
      'What does the business do with Task?',
      domain,
      [adjust, planning, task, ['What about Task?', 'Down', 'Down', 'Enter']],
    ],
    [
      'What is Task to be called?',
      domain,
      [adjust, planning, task, ['What about Task?', 'Down', 'Down', 'Down', 'Enter']],
    ],
    ['Which features', domain, [adjust, on]],
    ['How is it built', domain, [adjust, on, features]],
    ['And once it is written?', domain, [adjust, on, features, delivery]],
    ['Write it?', domain, [adjust, on, features, delivery, afterwards]],
    [
      'What is to be changed?',
      domain,
      [adjust, on, features, delivery, afterwards, ['Write it?', 'Down', 'Enter']],
    ],
  ];
})();

const givenFile = `schema: 1
name: my-shop
contexts:
  - name: planning
    aggregates:
      - name: Task
        fields: [{ name: title, type: string }]
`;

describe('Ctrl-C', () => {
  test.each(everyScreen)('at "%s" writes nothing and exits with 130', async (shown, args, keys) => {
    fs.writeFileSync(path.join(folder, 'given.yaml'), givenFile);
    const it = open(args);
    for (const [screen, ...presses] of keys) {
      await it.shows(screen);
      it.press(...presses);
    }
    await it.shows(shown);
    it.press('C-c');
    expect(await it.exit()).toBe(130);
    expect(it.screen()).toContain('nothing was written');
    expect(fs.readdirSync(folder)).toEqual(['given.yaml']);
  });
});

describe('terminals', () => {
  test.each([80, 120])('no line is wider than %i columns', async (columns) => {
    const it = open(['my-shop', '--preset', 'shop'], { columns });
    await it.shows('as it is?');
    it.press('Enter');
    const screen = await it.shows('Write it?');
    // What the program draws is wrapped under its bar; only a line the terminal had to break starts without it.
    const drawn = screen.slice(screen.indexOf('┌'), screen.indexOf('◆  Write it?'));
    for (const line of drawn.trimEnd().split('\n').slice(1)) expect(line).toMatch(/^[│◇]/);
  });

  test('NO_COLOR shows a default apart from what is typed', async () => {
    const it = open([], { environment: { NO_COLOR: '1' } });
    await it.shows('█ (my-backend)');
    it.type('my');
    await it.shows('my█');
  });

  test('without Unicode everything is ASCII', async () => {
    const it = open(['my-shop', '--preset', 'shop'], {
      environment: { LANG: 'C', LC_ALL: 'C', TERM: 'linux' },
    });
    await it.shows('as it is?');
    it.press('Enter');
    await it.shows('Write it?');
    // oxlint-disable-next-line no-control-regex -- ASCII is what is asked for
    expect(it.screen()).toMatch(/^[\u0000-\u007f]*$/);
  });
});

function replayIn(screen: string): string {
  return /npx create-backend@\S+ (my-shop .*--yes)$/m.exec(screen)?.[1] ?? '';
}

/** Runs a replay command elsewhere, without a person, and compares every byte. */
async function expectSame(replay: string, written: string): Promise<void> {
  const elsewhere = path.join(folder, 'elsewhere');
  fs.mkdirSync(elsewhere);
  expect(await run(words(replay), { cwd: elsewhere })).toMatchObject({ code: 0 });
  expect(filesBelow(path.join(elsewhere, 'my-shop'))).toEqual(filesBelow(written));
}

/** The words of a command line as a shell would see them. */
function words(line: string): string[] {
  return (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));
}
