import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { blueprintJsonSchema } from '../../../src/blueprint/index.ts';
import { setPaths } from '../../../src/cli/completion/set-paths.ts';
import { splitLine } from '../../../src/cli/completion/split-line.ts';
import { suggest, type Surroundings } from '../../../src/cli/completion/suggest.ts';
import { surroundingsOf } from '../../../src/cli/completion/surroundings.ts';
import { describeProgram } from '../../../src/cli/program.ts';

const here: Surroundings = {
  presets: () => Promise.resolve(['minimal', 'saas', 'shop']),
  contexts: () => ['catalog', 'ordering'],
  stacks: ['typescript'],
};

async function after(line: string, surroundings = here) {
  const words = splitLine(line).slice(1);
  const { values, paths } = await suggest(
    describeProgram('0.0.0', () => {}),
    words,
    surroundings,
  );
  return { values: values.map(({ value }) => value), paths };
}

const cases: readonly (readonly [string, readonly string[], 'none' | 'files' | 'folders'])[] = [
  ['create-backend mod', ['module'], 'folders'],
  ['create-backend --dry', ['--dry-run'], 'none'],
  ['create-backend shop --preset ', ['minimal', 'saas', 'shop'], 'files'],
  ['create-backend shop --preset s', ['saas', 'shop'], 'files'],
  ['create-backend shop --preset=s', ['--preset=saas', '--preset=shop'], 'files'],
  ['create-backend shop --stack ', ['typescript'], 'none'],
  ['create-backend shop --complexity ', ['low', 'medium', 'high'], 'none'],
  ['create-backend shop --blueprint ', [], 'files'],
  ['create-backend shop --set features.mes', ['features.messaging='], 'none'],
  ['create-backend shop --set features.messaging=k', ['features.messaging=kafka'], 'none'],
  ['create-backend shop --set nothing=', [], 'none'],
  ['create-backend shop --set __proto__=', [], 'none'],
  ['create-backend shop --team-size ', [], 'none'],
  ["create-backend shop --aggregate 'ordering/Order(a: b)' --dry", ['--dry-run'], 'none'],
  ["create-backend shop --aggregate 'ordering/Order(a", [], 'none'],
  ['create-backend preset ', ['list', 'show', 'validate', 'help'], 'none'],
  ['create-backend preset show sh', ['shop'], 'files'],
  ['create-backend preset validate ', [], 'files'],
  ['create-backend module remove ', ['catalog', 'ordering'], 'none'],
  ['create-backend module remove ordering ', [], 'none'],
  ['create-backend module add ', [], 'none'],
  ['create-backend module billing --set ', [], 'none'],
  ['create-backend module list --js', ['--json'], 'none'],
  ['create-backend render --out ', [], 'folders'],
  ['create-backend completion ', ['bash', 'zsh', 'fish', 'powershell'], 'none'],
  ['create-backend help pre', ['preset'], 'none'],
  ['create-backend dev -- b', [], 'files'],
  ['create-backend nonsense more --nothing ', [], 'none'],
];

test.each(cases)('%s', async (line, values, paths) => {
  expect(await after(line)).toEqual({ values, paths });
});

test('every command and flag of the program is suggested', async () => {
  const program = describeProgram('0.0.0', () => {});
  const commands = program.commands.map((command) => command.name());
  expect((await after('create-backend ')).values).toEqual(expect.arrayContaining(commands));
  for (const command of program.commands) {
    const flags = command.options.flatMap(({ long, hidden }) =>
      long === undefined || long === null || hidden ? [] : [long],
    );
    expect((await after(`create-backend ${command.name()} -`)).values).toEqual(
      expect.arrayContaining(flags),
    );
  }
});

test('a flag is not suggested twice, unless it may be repeated', async () => {
  const { values } = await after(
    'create-backend shop --yes --context a --preset shop --no-clear-boundaries --',
  );
  expect(values).not.toEqual(expect.arrayContaining(['--yes']));
  expect(values).not.toContain('--preset');
  expect(values).not.toContain('--clear-boundaries');
  expect(values).toContain('--context');
});

test('what a shell would run is never put on the command line', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-completion-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const names = [
    '$(touch pwned)',
    '`id`',
    'a;b',
    'a\nb',
    '\u001b[31m',
    "a'b",
    'a b',
    '~root',
    'fine',
  ];
  const contexts = [...names.map((name) => ({ name })), { name: { evil: true } }];
  fs.writeFileSync(
    path.join(folder, 'backend.lock.json'),
    JSON.stringify({ blueprint: { contexts } }),
  );
  fs.mkdirSync(path.join(folder, 'below'));
  const inside = surroundingsOf(path.join(folder, 'below'));
  expect((await after('create-backend module remove ', inside)).values).toEqual(['fine']);
});

test('outside of a repository, and beside a broken lock, there are no contexts', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-completion-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  expect(surroundingsOf(folder).contexts()).toEqual([]);
  for (const text of ['{', '[]', 'null', '{"blueprint":{"contexts":7}}']) {
    fs.writeFileSync(path.join(folder, 'backend.lock.json'), text);
    expect(surroundingsOf(folder).contexts()).toEqual([]);
  }
});

const lines: readonly (readonly [string, readonly string[]])[] = [
  ['', ['']],
  ['a', ['a']],
  ['a ', ['a', '']],
  ['a  b\tc', ['a', 'b', 'c']],
  [`a 'b c' "d 'e'" f\\ g`, ['a', 'b c', "d 'e'", 'f g']],
  [`a "b \\"c\\" $(x)"`, ['a', 'b "c" $(x)']],
  [`a 'b c`, ['a', 'b c']],
  [`a ''`, ['a', '']],
  [`a --x='y z'`, ['a', '--x=y z']],
  ['a b\\', ['a', 'b']],
];

test.each(lines)('the line %j is split as a shell does', (line, words) => {
  expect(splitLine(line)).toEqual(words);
});

test('the paths of --set are those of the schema, with their values', () => {
  interface Schema {
    readonly type?: string;
    readonly enum?: readonly string[];
    readonly properties?: Readonly<Record<string, Schema>>;
  }
  const {
    $schema: _,
    schema: __,
    contexts: ___,
    deployables: ____,
    ...properties
  } = (blueprintJsonSchema() as Schema).properties ?? {};
  const valuesOf = (schema: Schema) =>
    schema.enum ?? (schema.type === 'boolean' ? ['true', 'false'] : []);
  const expected = Object.entries(properties).flatMap(([name, schema]) =>
    schema.properties === undefined
      ? [[name, valuesOf(schema)]]
      : Object.entries(schema.properties).map(([key, inner]) => [
          `${name}.${key}`,
          valuesOf(inner),
        ]),
  );
  expect(setPaths).toEqual(Object.fromEntries(expected));
});
