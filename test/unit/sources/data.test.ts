import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { noAnswers } from '../../../src/commands/answers.ts';
import { listPresets, showPreset, validatePresets } from '../../../src/commands/preset.ts';
import { blueprintOf } from '../../../src/commands/request.ts';
import { renderRepository } from '../../../src/commands/rendered-repository.ts';
import { readSources } from '../../../src/commands/sources.ts';
import { presetListAction, presetShowAction } from '../../../src/cli/actions/preset.ts';
import { report } from '../../../src/cli/output.ts';
import { createStyle } from '../../../src/cli/style.ts';
import { acme, place, type Place } from './place.ts';

async function validate(text: string, at: Place = place()) {
  at.write({ 'presets/evil.yaml': text });
  const start = performance.now();
  const valid = await validatePresets('./presets/evil.yaml', at.world);
  expect(performance.now() - start).toBeLessThan(10_000);
  return valid;
}

const nested = (open: string, close: string, depth: number) =>
  `preset: { extends: minimal }\nteam: ${open.repeat(depth)}${close.repeat(depth)}\n`;

const refused: readonly (readonly [string, string, string])[] = [
  [
    'a key that reaches into the program',
    'preset: { extends: minimal }\nteam: { __proto__: { size: 1 } }\n',
    'preset',
  ],
  [
    'constructor and prototype',
    'preset: { extends: minimal }\nconstructor: { prototype: { polluted: true } }\n',
    'unknown-key',
  ],
  [
    'a header that reaches into the program',
    'preset: { __proto__: { extends: minimal }, extends: minimal }\n',
    'preset',
  ],
  [
    'a tag of JavaScript',
    'preset: { extends: minimal }\nname: !!js/function "function () {}"\n',
    'syntax',
  ],
  [
    'a tag of Python',
    'preset: { extends: minimal }\nname: !!python/object/apply:os.system ["id"]\n',
    'syntax',
  ],
  [
    'a tag of its own',
    '%TAG ! tag:evil.example,2026:\n---\npreset: { extends: minimal }\nname: !x y\n',
    'syntax',
  ],
  ['an include', 'preset: { extends: minimal }\nname: !include /etc/passwd\n', 'syntax'],
  ['aliases that multiply', laughs(), 'too-large'],
  ['brackets without end', nested('[', '', 500_000), 'too-large'],
  ['brackets within brackets', nested('[', ']', 100_000), 'too-large'],
  ['maps within maps', nested('{ a: ', '}', 100_000), 'too-large'],
  ['lists within lists', `preset: {}\nteam:\n  ${'- '.repeat(100_000)}x\n`, 'too-large'],
  [
    'keys within keys',
    `preset: {}\nteam:\n${Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`,
    'too-large',
  ],
  ['question marks within question marks', `${'? '.repeat(100_000)}x`, 'too-large'],
  [
    'JSON within JSON',
    `{ "preset": {}, "team": ${'['.repeat(100_000)}${']'.repeat(100_000)} }`,
    'too-large',
  ],
  ['a circle of one', 'preset: { extends: evil }\n', 'preset'],
  ['a preset that is not there', 'preset: { extends: ../../etc/passwd }\n', 'preset'],
  [
    'a path as a name of a context',
    "preset: { extends: minimal }\ncontexts: [{ name: '../../x', aggregates: [] }]\n",
    'invalid-name',
  ],
  ['a command as a name', "preset: { extends: minimal }\nname: '$(touch pwned)'\n", 'invalid-name'],
];

function laughs(): string {
  const levels = Array.from(
    { length: 9 },
    (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`,
  );
  return `preset: {}\nl0: &l0 [lol]\n${levels.join('\n')}\n`;
}

test.each(refused)('a preset with %s is refused', async (_, text, code) => {
  const valid = await validate(text);
  expect(valid).toMatchObject({ ok: false, error: { code, exit: 2 } });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(({} as Record<string, unknown>)['size']).toBeUndefined();
});

test('a file that is too large, a pipe and a device are no presets', async () => {
  const at = place();
  at.write({ 'large.yaml': 'a'.repeat(2 * 1024 * 1024 + 1) });
  execFileSync('mkfifo', [path.join(at.folder, 'pipe.yaml')]);
  const refused = { ok: false, error: { code: 'invalid-source' } };
  for (const file of ['./large.yaml', './pipe.yaml', '/dev/zero', '/dev/full'])
    expect(await showPreset(file, at.world)).toMatchObject(refused);
  for (const file of ['pipe.yaml', '/dev/zero'])
    expect(await validatePresets(file, at.world)).toMatchObject(refused);
});

test('a folder of presets that is a link is not followed', async () => {
  const at = place();
  at.write({ 'elsewhere/acme.yaml': acme });
  fs.mkdirSync(path.join(at.folder, 'repo'));
  fs.symlinkSync(path.join(at.folder, 'elsewhere'), path.join(at.folder, 'repo/presets'));
  expect(await listPresets('./repo', at.world)).toMatchObject({
    ok: false,
    error: { code: 'source-not-found' },
  });
});

test('a link among the presets of a folder is not followed', async () => {
  const at = place();
  at.write({ 'presets/acme.yaml': acme, 'secret.txt': 'preset: { title: Secret }' });
  fs.symlinkSync(path.join(at.folder, 'secret.txt'), path.join(at.folder, 'presets/evil.yaml'));
  const listed = await listPresets('./presets', at.world);
  expect(listed).toMatchObject({ ok: true, value: { presets: [{ name: 'acme' }] } });
  expect(await showPreset('./presets/evil', at.world)).toMatchObject({ ok: false });
});

test('presets extend one another and the built-in ones', async () => {
  const at = place();
  at.write({
    'presets/acme.yaml': acme,
    'presets/large.yaml': 'preset: { extends: acme }\nteam: { domainComplexity: high }\n',
  });
  expect(await showPreset('./presets/large', at.world)).toMatchObject({
    ok: true,
    value: {
      name: 'large',
      blueprint: { name: 'minimal', team: { size: 4, domainComplexity: 'high' } },
    },
  });
});

test('a circle of presets is refused, whichever of them is asked for', async () => {
  const at = place();
  at.write({
    'presets/a.yaml': 'preset: { extends: b }\n',
    'presets/b.yaml': 'preset: { extends: [minimal, a] }\n',
  });
  for (const name of ['a', 'b'])
    expect(await showPreset(`./presets/${name}`, at.world)).toMatchObject({
      ok: false,
      error: { code: 'preset', message: expect.stringContaining('extends itself') },
    });
});

const slow = [
  '^(a+)+$',
  '^(a|a)*$',
  '(x+x+)+y',
  '^(\\w+\\s?)*$',
  '(.*)*!',
  '^(\\w+\\s?)*!$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '((a{1,99}){1,99}){1,99}',
  '(?:a?){40}a{40}',
];

test.each(slow)('the pattern %s holds up neither the check nor the rendering', async (pattern) => {
  const at = place();
  at.write({
    'slow.yaml': `preset: { extends: minimal }\ncontexts:\n  - name: slow\n    aggregates:\n      - name: Thing\n        fields: [{ name: code, type: string, minLength: ${pattern.includes('{') ? 1 : 60}, pattern: ${JSON.stringify(pattern)} }]\n`,
  });
  const start = performance.now();
  const answers = { ...noAnswers, preset: './slow.yaml', directory: 'x-backend' };
  const sources = await readSources(answers, at.world);
  if (!sources.ok) throw new Error(sources.error.message);
  const advised = blueprintOf(answers, sources.value, at.folder);
  if (advised.ok) await renderRepository(advised.value.blueprint, advised.value.decisions);
  else expect(advised.error.exit).toBe(2);
  expect(performance.now() - start).toBeLessThan(10_000);
});

const escapes =
  '\\e[31mred\\e]8;;https://evil.example\\aclick\\e]8;;\\a\\e]52;c;ZXZpbA==\\a\\r\\u202Eevil\\u2066\\u009b31m';

function shownOf(outcome: Awaited<ReturnType<typeof presetListAction>>, json: boolean): string {
  let shown = '';
  const stream = {
    isTerminal: true,
    columns: 80,
    style: createStyle(false),
    write: (text: string) => void (shown += text),
  };
  const terminal = { out: stream, talk: stream, unicode: true, interactive: false };
  report(outcome, { command: 'preset', version: '0.0.0', json }, terminal);
  return shown;
}

test.each([false, true])(
  'escape sequences of a preset never reach the terminal (JSON: %s)',
  async (json) => {
    const at = place();
    at.write({
      'presets/evil.yaml': `preset: { title: "${escapes}", description: "${escapes}", extends: minimal }\ncontexts: [{ name: one, description: "${escapes}" }]\n`,
      'presets/worse.yaml': `preset: { extends: "${escapes}", "${escapes}": 1 }\n`,
      'presets/broken.yaml': `preset: { extends: minimal }\n"${escapes}": 1\ncontexts: [{ name: "${escapes}" }]\n`,
      [`presets/\u001b[31mred.yaml`]: acme,
    });
    const stream = { isTerminal: true, columns: 80, style: createStyle(false), write: () => {} };
    const session = {
      version: '0.0.0',
      terminal: { out: stream, talk: stream, unicode: true, interactive: false },
      world: at.world,
      json,
      verbose: false,
    };
    const shown = [
      shownOf(await presetListAction('./presets', session), json),
      shownOf(await presetShowAction('./presets/evil', session), json),
      shownOf(await presetShowAction('./presets/worse', session), json),
      shownOf(await presetShowAction('./presets/\u001b[31mred', session), json),
      shownOf(refusedAsAnswer(await validatePresets('./presets/broken.yaml', at.world)), json),
      shownOf(refusedAsAnswer(await validatePresets('./presets', at.world)), json),
    ];
    for (const text of shown) {
      expect(text.length).toBeGreaterThan(20);
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      expect(text).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
      );
    }
  },
);

type Validated = Awaited<ReturnType<typeof validatePresets>>;

function refusedAsAnswer(outcome: Validated): Awaited<ReturnType<typeof presetListAction>> {
  return outcome.ok
    ? { ok: true, value: { result: outcome.value, text: 'valid, which it is not' } }
    : outcome;
}
