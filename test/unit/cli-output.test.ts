import { describe, expect, test } from 'vitest';

import { toAscii } from '../../src/cli/ascii.ts';
import { report } from '../../src/cli/output.ts';
import { printable, printableJson, printableLine } from '../../src/cli/printable.ts';
import { createStyle } from '../../src/cli/style.ts';
import { runsInCi, showsColor, showsUnicode, type Terminal } from '../../src/cli/terminal.ts';
import { wrapProse } from '../../src/cli/wrap.ts';
import { err, exitCodes, ok } from '../../src/commands/command.ts';

function recorder(): { terminal: Terminal; out: () => string; talk: () => string } {
  const written = { out: '', talk: '' };
  const stream = (name: keyof typeof written) => ({
    isTerminal: false,
    columns: 80,
    style: createStyle(false),
    write: (text: string) => void (written[name] += text),
  });
  return {
    terminal: { out: stream('out'), talk: stream('talk'), unicode: true, interactive: false },
    out: () => written.out,
    talk: () => written.talk,
  };
}

const text = { command: 'create', version: '4.0.0', json: false };
const json = { ...text, json: true };

describe('what is shown', () => {
  test('carries no escape sequence, control character or change of direction', () => {
    expect(printable('a\u001b[2Jb\u001b]0;title\u0007c\u009b31md\u202ee\rf\u0008g')).toBe(
      'abcdefg',
    );
    expect(printable('two\nlines\tand a tab')).toBe('two\nlines  and a tab');
    expect(printableLine('two\n  lines')).toBe('two lines');
  });

  test('as JSON has them escaped, and means the same', () => {
    const value = { name: 'a\u001b[2J\u009b31m\u202e\u2028' };
    const shown = printableJson(value);
    expect(shown).toMatch(/^[\n -~]*$/);
    expect(JSON.parse(shown)).toEqual(value);
  });

  test('has its typography spelled out where a terminal has ASCII only', () => {
    expect(toAscii('“a” → b… • ↑/↓ │')).toBe('"a" -> b... * up/down |');
  });
});

test('prose is broken at words, under its own indentation', () => {
  expect(
    wrapProse(['  one two three', 'short', '', `${createStyle(true).red('red')} is four wide`], 9),
  ).toEqual([
    '  one two',
    '  three',
    'short',
    '',
    `${createStyle(true).red('red')} is`,
    'four wide',
  ]);
});

describe('an outcome', () => {
  test('that is fine goes to standard output', () => {
    const { terminal, out, talk } = recorder();
    expect(report(ok({ result: { a: 1 }, text: 'done' }), text, terminal)).toBe(0);
    expect([out(), talk()]).toEqual(['done\n', '']);
  });

  test('that is an error goes to standard error, with what to do about it', () => {
    const { terminal, out, talk } = recorder();
    const error = {
      code: 'x',
      message: 'It is \u001b[31mwrong.',
      hint: 'Do this.',
      exit: exitCodes.refused,
    };
    expect(report(err(error), text, terminal)).toBe(3);
    expect([out(), talk()]).toEqual(['', 'error: It is wrong.\n  Do this.\n']);
  });

  test('as JSON is one document on standard output', () => {
    const { terminal, out, talk } = recorder();
    const error = {
      code: 'x',
      message: 'Wrong.',
      hint: null,
      pointer: '/name',
      exit: exitCodes.usage,
    };
    expect(report(err(error), json, terminal)).toBe(2);
    expect(JSON.parse(out())).toEqual({
      ok: false,
      command: 'create',
      version: '4.0.0',
      error: { code: 'x', message: 'Wrong.', hint: null, pointer: '/name' },
    });
    expect(talk()).toBe('');
  });

  test('can carry the exit code of what was run', () => {
    expect(report(ok({ result: {}, text: '', exit: 7 }), text, recorder().terminal)).toBe(7);
  });
});

describe('a terminal', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    [{ TERM: 'dumb' }, true, false],
  ])('with %o (a terminal: %s) has colours: %s', (environment, isTerminal, expected) => {
    expect(showsColor(environment, isTerminal)).toBe(expected);
  });

  test.each([
    [{ LANG: 'en_US.UTF-8' }, 'linux', true],
    [{ LC_ALL: 'C.utf8', LANG: 'C' }, 'linux', true],
    [{ LANG: 'C' }, 'linux', false],
    [{}, 'linux', false],
    [{}, 'darwin', true],
    [{ LANG: 'en_US.UTF-8', TERM: 'linux' }, 'linux', false],
    [{}, 'win32', false],
    [{ WT_SESSION: 'x' }, 'win32', true],
  ])('with %o on %s shows Unicode: %s', (environment, platform, expected) => {
    expect(showsUnicode(environment, platform)).toBe(expected);
  });

  test('is one of CI where CI is set to anything but no', () => {
    expect([{ CI: 'true' }, { CI: '1' }, { CI: 'false' }, { CI: '' }, {}].map(runsInCi)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
