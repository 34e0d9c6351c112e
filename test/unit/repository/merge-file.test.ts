import { describe, expect, test } from 'vitest';

import { hasMarkers, mergeAdded } from '../../../src/repository/merge/merge-file.ts';
import { format, golden, merge, replaced } from './merging.ts';

const COMPOSITION = 'apps/api/src/composition.ts';

/** As somebody's editor would have it: tabs, double quotes, no semicolons. */
function reformatted(text: string): string {
  return text
    .replaceAll(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2))
    .replaceAll("'", '"')
    .replaceAll(/;$/gm, '');
}

describe('a file that the user only formatted otherwise', () => {
  test('takes what theirs changed', async () => {
    const base = golden(COMPOSITION);
    const theirs = replaced(
      base,
      'createCache({ redis: config.redis, telemetry })',
      'createCache({ redis: config.redis, telemetry, ttl: 5 })',
    );
    const result = await merge(COMPOSITION, base, reformatted(base), theirs);
    expect(result.kind).toBe('clean');
    expect(await format(COMPOSITION, result.content)).toBe(theirs);
  });

  test('takes it beside an edit of the user', async () => {
    const base = golden('packages/platform/src/cache/index.ts');
    const lines = base.split('\n');
    const ours = `${reformatted(base)}\nexport const mine = 1\n`;
    const at = lines.findIndex((line) => line.startsWith('export'));
    const theirs = lines.toSpliced(at, 0, "export const theirs = 'new';", '').join('\n');
    const result = await merge('packages/platform/src/cache/index.ts', base, ours, theirs);
    expect(result.kind).toBe('clean');
    expect(result.content).toContain('mine = 1');
    expect(result.content).toContain('theirs');
  });

  test('in a document, too', async () => {
    const base = '# Title\n\n- one\n- two\n- three\n\nA paragraph.\n';
    const ours = 'Title\n=====\n\n* one\n* two\n* three\n* ours\n\nA paragraph.\n';
    const theirs = '# Title\n\n- first\n- two\n- three\n\nA paragraph.\n\n## More\n';
    expect(await merge('README.md', base, ours, theirs)).toEqual({
      kind: 'clean',
      how: 'formatting',
      content: 'Title\n=====\n\n- first\n- two\n- three\n- ours\n\nA paragraph.\n\n## More\n',
    });
  });
});

describe('a text', () => {
  test('without a newline at its end keeps that, and takes changes above', async () => {
    const result = await merge('a.txt', 'a\nb\nc\nd\n', 'a\nb\nc\nd', 'x\nb\nc\nd\n');
    expect(result).toMatchObject({ kind: 'clean', content: 'x\nb\nc\nd' });
    expect(await merge('Dockerfile', 'a\nb\nc', 'a\nb\nc', 'a\nb\nc\n')).toMatchObject({
      content: 'a\nb\nc\n',
    });
  });

  test('that was emptied and changed is a conflict with both sides in it', async () => {
    expect(await merge('LICENSE', 'a\n', '', 'b\n')).toEqual({
      kind: 'conflict',
      conflicts: 1,
      content: '<<<<<<< yours\n||||||| before\na\n=======\nb\n>>>>>>> create-backend\n',
    });
  });

  test('of 200,000 lines is merged in a moment', async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) =>
      index % 3 ? `line ${index}` : '}',
    );
    const text = (all: readonly string[]) => `${all.join('\n')}\n`;
    const before = performance.now();
    const result = await merge(
      'Makefile',
      text(lines),
      text(lines.with(10, 'ours')),
      text(lines.with(199_990, 'theirs')),
    );
    expect(result).toMatchObject({
      kind: 'clean',
      content: text(lines.with(10, 'ours').with(199_990, 'theirs')),
    });
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  test('of one line, over and over, does not take forever', async () => {
    const lines = Array.from({ length: 20_000 }, () => '}');
    const mark = (every: number, by: string) =>
      lines.map((line, index) => (index % every ? line : by)).join('\n');
    const result = await merge('Makefile', lines.join('\n'), mark(7, 'ours'), mark(5, 'theirs'));
    expect(result.kind).toBe('conflict');
  });
});

describe('a line that one side moved', () => {
  const lines = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
  const text = (all: readonly string[]) => `${all.join('\n')}\n`;
  const without = (line: string) => lines.filter((each) => each !== line);

  test('and the other deleted does not come back', async () => {
    const moved = text([...without('two'), 'two']);
    expect((await merge('a.txt', text(lines), text(without('two')), moved)).kind).toBe('conflict');
    expect((await merge('a.txt', text(lines), moved, text(without('two')))).kind).toBe('conflict');
  });

  test('and the other moved elsewhere is not there twice', async () => {
    const up = text(['seven', ...without('seven')]);
    const between = text(without('seven').toSpliced(3, 0, 'seven'));
    expect((await merge('a.txt', text(lines), up, between)).kind).toBe('conflict');
  });

  test('stays where it was moved when the other left it alone', async () => {
    const moved = text([...without('two'), 'two']);
    const theirs = text(lines.with(4, 'FIVE'));
    expect(await merge('a.txt', text(lines), moved, theirs)).toMatchObject({
      kind: 'clean',
      content: moved.replace('five', 'FIVE'),
    });
  });
});

describe('two files that came to be at one path', () => {
  test('share what they have in common', async () => {
    const result = await mergeAdded({
      path: 'a.txt',
      ours: 'a\nb\nc\n',
      theirs: 'a\nx\nc\n',
      format,
    });
    expect(result).toEqual({
      kind: 'conflict',
      conflicts: 1,
      content: 'a\n<<<<<<< yours\nb\n||||||| before\n=======\nx\n>>>>>>> create-backend\nc\n',
    });
    expect(hasMarkers(result.content)).toBe(true);
  });

  test('are one where only their formatting differs', async () => {
    const ours = '{"a":1}\n';
    expect(await mergeAdded({ path: 'a.json', ours, theirs: '{ "a": 1 }\n', format })).toEqual({
      kind: 'clean',
      how: 'formatting',
      content: ours,
    });
  });
});

describe('markers', () => {
  test('are seen with the command in their label, and with CRLF', () => {
    const text =
      'a\n<<<<<<< yours\nb\n||||||| before\n=======\nc\n>>>>>>> create-backend upgrade\n';
    expect(hasMarkers(text)).toBe(true);
    expect(hasMarkers(text.replaceAll('\n', '\r\n'))).toBe(true);
  });

  test('are not seen in documents about them', () => {
    expect(hasMarkers('Heading\n=======\n\n`<<<<<<< yours` opens a conflict.\n')).toBe(false);
    expect(hasMarkers('<<<<<<< HEAD\na\n=======\nb\n>>>>>>> branch\n')).toBe(false);
    expect(hasMarkers('a\n<<<<<<< yourself\n> >>>>>>> create-backend\n')).toBe(false);
  });

  test.each(['<<<<<<< yours', '||||||| before', '>>>>>>> create-backend'])(
    'are seen where somebody left one line of a conflict: %s',
    (line) => {
      expect(hasMarkers(`a\n${line}\nb\n=======\nc\n`)).toBe(true);
      expect(hasMarkers(`a\r\n${line}\r\n`)).toBe(true);
      expect(hasMarkers(line)).toBe(true);
    },
  );
});

test('a result that does not parse is a conflict', async () => {
  const base = 'export const a = [\n  1,\n  2,\n  3,\n  4,\n  5,\n];\n';
  const ours = replaced(base, '  1,\n', '  1, /*\n');
  const closed = replaced(ours, '  3,\n', '  3, */\n');
  const theirs = replaced(base, '  5,\n', '  5,\n  6, */ 7,\n');
  expect((await merge('a.ts', base, closed, theirs)).kind).toBe('conflict');
});
