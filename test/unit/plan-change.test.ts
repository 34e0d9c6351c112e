import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { blobHash } from '../../src/repository/blob-hash.ts';
import type { Difference } from '../../src/repository/difference.ts';
import type { ChangePlan, Conflict } from '../../src/repository/plan.ts';
import { planChange, type ChangeInput } from '../../src/repository/plan-change.ts';
import { applyPlan } from '../../src/repository/transaction/index.ts';
import { workingCopy } from '../../src/repository/working-copy.ts';
import type { Owner } from '../../src/stacks/stack.ts';
import { scratchFolder } from '../support/scratch.ts';

const base = 'one\ntwo\nthree\nfour\nfive\nsix\n';
/** The new version changes line 2. */
const theirs = base.replace('two', 'TWO');
/** People change line 6, or the same line 2. */
const elsewhere = base.replace('six', 'mine');
const sameLine = base.replace('two', 'mine');

interface Emitted {
  readonly base: string | null;
  readonly theirs: string | null;
  readonly executable?: readonly [boolean, boolean];
  readonly owner?: Owner;
  readonly known?: 'content' | 'hash';
  readonly movedFrom?: string;
}

function difference(file: string, emitted: Emitted): Difference {
  const { owner = 'tool', executable = [false, false], known = 'content', movedFrom } = emitted;
  return {
    path: file,
    owner,
    base:
      emitted.base === null
        ? null
        : {
            blob: blobHash(emitted.base),
            content: known === 'content' ? emitted.base : null,
            executable: executable[0],
          },
    theirs:
      emitted.theirs === null
        ? null
        : { emitted: emitted.theirs, content: emitted.theirs, executable: executable[1] },
    ...(movedFrom === undefined ? {} : { movedFrom }),
  };
}

const noHistory: ChangeInput['history'] = {
  isHistory: (file) => file.startsWith('migrations/'),
  continueHistory: () => ({ files: [], byHand: [] }),
  ownerOf: () => 'team',
};

async function plan(
  root: string,
  differences: readonly Difference[],
  more: Partial<ChangeInput> = {},
): Promise<ChangePlan> {
  const planned = await planChange({
    differences,
    workingCopy: workingCopy(root),
    locked: new Map(),
    files: new Map(),
    lock: () => 'lock\n',
    history: noHistory,
    format: async (_path, content) => content,
    teamFiles: 'merge',
    ...more,
  });
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

/** What the plan does to one file, apart from the lock. */
function outcome({ changes, writes, conflicts, notes }: ChangePlan) {
  const [write] = writes.filter((each) => each.path !== 'backend.lock.json');
  const after = write?.after;
  return {
    action: changes.find((each) => each.path !== 'backend.lock.json')?.action ?? null,
    content:
      write === undefined
        ? 'as it was'
        : after === null || after === undefined
          ? null
          : Buffer.from(after.bytes).toString('utf8'),
    conflict: conflicts[0]?.reason ?? null,
    noted: notes.length > 0,
  };
}

type Row = readonly [
  situation: string,
  emitted: Emitted,
  ours: string | null,
  expected: {
    action: string | null;
    content: string | null;
    conflict?: Conflict['reason'];
    noted?: boolean;
  },
];

const asItWas = 'as it was';
const rows: readonly Row[] = [
  ['new', { base: null, theirs }, null, { action: 'create', content: theirs }],
  ['new, there already', { base: null, theirs }, theirs, { action: 'identical', content: asItWas }],
  ['emitted no more, untouched', { base, theirs: null }, base, { action: 'delete', content: null }],
  ['emitted no more, gone', { base, theirs: null }, null, { action: null, content: asItWas }],
  [
    'emitted no more, edited',
    { base, theirs: null },
    elsewhere,
    { action: 'conflict', content: asItWas, conflict: 'changed-and-deleted' },
  ],
  ['untouched', { base, theirs }, base, { action: 'update', content: theirs }],
  ['there already', { base, theirs }, theirs, { action: 'identical', content: asItWas }],
  ['deleted', { base, theirs }, null, { action: null, content: asItWas, noted: true }],
  [
    'edited elsewhere',
    { base, theirs },
    elsewhere,
    { action: 'merge', content: theirs.replace('six', 'mine') },
  ],
  [
    'edited elsewhere, and there already',
    { base, theirs },
    theirs.replace('six', 'mine'),
    { action: 'identical', content: asItWas },
  ],
  [
    'untouched, of which only the hash is known',
    { base, theirs, known: 'hash' },
    base,
    { action: 'update', content: theirs },
  ],
  [
    'untouched, with CR LF',
    { base, theirs },
    base.replaceAll('\n', '\r\n'),
    { action: 'update', content: theirs.replaceAll('\n', '\r\n') },
  ],
  [
    'edited, with CR LF',
    { base, theirs },
    elsewhere.replaceAll('\n', '\r\n'),
    { action: 'merge', content: theirs.replace('six', 'mine').replaceAll('\n', '\r\n') },
  ],
  [
    'edited with one CR LF among LF',
    { base, theirs },
    elsewhere.replace('mine\n', 'mine\r\n'),
    { action: 'merge', content: theirs.replace('six', 'mine') },
  ],
  [
    'untouched, with a byte order mark',
    { base, theirs },
    `\uFEFF${base}`,
    { action: 'update', content: `\uFEFF${theirs}` },
  ],
  [
    'edited, with a byte order mark',
    { base, theirs },
    `\uFEFF${elsewhere}`,
    { action: 'merge', content: `\uFEFF${theirs.replace('six', 'mine')}` },
  ],
  [
    'without a line feed at its end',
    { base, theirs },
    elsewhere.trimEnd(),
    { action: 'merge', content: theirs.replace('six', 'mine').trimEnd() },
  ],
];

test.each(rows)('a file that is %s', async (_situation, emitted, ours, expected) => {
  const root = scratchFolder(ours === null ? {} : { 'a.txt': ours });
  const planned = outcome(await plan(root, [difference('a.txt', emitted)]));
  expect(planned).toEqual({ conflict: null, noted: false, ...expected });
});

test('a conflict keeps both versions in the file, and all three for git', async () => {
  const root = scratchFolder({ 'a.txt': sameLine });
  const { writes, conflicts } = await plan(root, [difference('a.txt', { base, theirs })]);
  const [write] = writes;
  const text = Buffer.from(write?.after?.bytes ?? []).toString('utf8');
  expect(text).toContain('<<<<<<< yours\nmine\n||||||| before\ntwo\n=======\nTWO\n>>>>>>> ');
  expect(conflicts.map(({ path: file, reason }) => [file, reason])).toEqual([
    ['a.txt', 'both-changed'],
  ]);
  const sides = [conflicts[0]?.base, conflicts[0]?.ours, conflicts[0]?.theirs];
  expect(sides.map((side) => Buffer.from(side ?? []).toString('utf8'))).toEqual([
    base,
    sameLine,
    theirs,
  ]);
});

test('a file that both added has both texts, and no base', async () => {
  const root = scratchFolder({ 'a.txt': sameLine });
  const { writes, conflicts } = await plan(root, [difference('a.txt', { base: null, theirs })]);
  const text = Buffer.from(writes[0]?.after?.bytes ?? []).toString('utf8');
  expect(text).toContain('mine');
  expect(text).toContain('TWO');
  expect(conflicts[0]).toMatchObject({ reason: 'both-added', base: null });
});

test('an edited file whose base nobody has any more is a conflict, never overwritten', async () => {
  const root = scratchFolder({ 'a.txt': elsewhere });
  const emitted = { base, theirs, known: 'hash' } as const;
  const planned = await plan(root, [difference('a.txt', emitted)]);
  expect(outcome(planned)).toMatchObject({ action: 'conflict', conflict: 'both-changed' });
  expect(outcome(planned).content).toContain('mine');
});

describe('bytes that are no text', () => {
  const bytes = Buffer.from([0x66, 0xff, 0xfe, 0x0a]);

  test.each([
    ['changed on both sides', { base, theirs }, 'not-text'],
    ['added on both sides', { base: null, theirs }, 'not-text'],
    ['emitted no more', { base, theirs: null }, 'changed-and-deleted'],
  ] as const)('%s, are a conflict and stay as they are', async (_case, emitted, reason) => {
    const root = scratchFolder({ 'a.txt': bytes });
    const { writes, conflicts, changes } = await plan(root, [difference('a.txt', emitted)]);
    expect(writes.map(({ path: file }) => file)).toEqual(['backend.lock.json']);
    expect(conflicts[0]).toMatchObject({ reason, ours: bytes });
    expect(changes[0]?.action).toBe('conflict');
  });
});

describe('the executable bit', () => {
  const bit = async (
    emitted: readonly [boolean, boolean],
    ours: boolean,
    text: string,
  ): Promise<boolean> => {
    const root = scratchFolder({ 'run.sh': text });
    const file = path.join(root, 'run.sh');
    fs.chmodSync(file, ours ? 0o755 : 0o644);
    const { writes } = await plan(root, [
      difference('run.sh', { base, theirs, executable: emitted }),
    ]);
    const write = writes.find((each) => each.path === 'run.sh');
    return write?.after?.executable ?? ours;
  };

  test.each([
    ['follows the new version', [false, true], false, base, true],
    [
      'follows the new version also where the text is there already',
      [false, true],
      false,
      theirs,
      true,
    ],
    ['follows the new version also in a merge', [true, false], true, elsewhere, false],
    ['stays as people set it', [false, false], true, base, true],
    ['stays as people took it away', [true, true], false, base, false],
    ['is set when both set it', [false, true], true, elsewhere, true],
  ] as const)('%s', async (_case, emitted, ours, text, expected) => {
    expect(await bit(emitted, ours, text)).toBe(expected);
  });
});

describe("the team's files in an upgrade", () => {
  const team = { base, theirs, owner: 'team' } as const;
  const keep = { teamFiles: 'keep' } as const;

  test('that nobody edited follow', async () => {
    const root = scratchFolder({ 'a.txt': base });
    expect(outcome(await plan(root, [difference('a.txt', team)], keep)).content).toBe(theirs);
  });

  test('that merge cleanly are merged', async () => {
    const root = scratchFolder({ 'a.txt': elsewhere });
    const planned = await plan(root, [difference('a.txt', team)], keep);
    expect(outcome(planned).action).toBe('merge');
  });

  test.each([
    ['changed in the same line', team, sameLine],
    ['emitted no more', { ...team, theirs: null }, elsewhere],
    ['added on both sides', { ...team, base: null }, sameLine],
  ] as const)(
    'that are %s stay as the team has them, with a note',
    async (_case, emitted, ours) => {
      const root = scratchFolder({ 'a.txt': ours });
      const planned = await plan(root, [difference('a.txt', emitted)], keep);
      expect(outcome(planned)).toEqual({
        action: null,
        content: asItWas,
        conflict: null,
        noted: true,
      });
    },
  );

  test('are not those of the tool, which conflict as ever', async () => {
    const root = scratchFolder({ 'a.txt': sameLine });
    const planned = await plan(root, [difference('a.txt', { base, theirs })], keep);
    expect(outcome(planned).conflict).toBe('both-changed');
  });

  test('conflict as any other where a module is added', async () => {
    const root = scratchFolder({ 'a.txt': sameLine });
    expect(outcome(await plan(root, [difference('a.txt', team)])).conflict).toBe('both-changed');
  });
});

describe('a file that a release moved', () => {
  const moved = { base, theirs, movedFrom: 'old.txt' } as const;

  test('moves where nobody touched it', async () => {
    const root = scratchFolder({ 'old.txt': base });
    const { writes, changes } = await plan(root, [difference('new.txt', moved)]);
    expect(writes.slice(0, 2)).toMatchObject([
      { path: 'old.txt', before: blobHash(base), after: null },
      { path: 'new.txt', before: null },
    ]);
    expect(changes[1]).toEqual({ action: 'update', path: 'new.txt', owner: 'tool' });
  });

  test('moves with what people wrote in it', async () => {
    const root = scratchFolder({ 'old.txt': elsewhere });
    const { writes } = await plan(root, [difference('new.txt', moved)]);
    const after = writes.find((each) => each.path === 'new.txt')?.after;
    expect(Buffer.from(after?.bytes ?? []).toString('utf8')).toBe(theirs.replace('six', 'mine'));
  });

  test('moves though only its place is new', async () => {
    const root = scratchFolder({ 'old.txt': theirs });
    const { writes } = await plan(root, [difference('new.txt', moved)]);
    expect(writes.map(({ path: file }) => file)).toEqual([
      'old.txt',
      'new.txt',
      'backend.lock.json',
    ]);
  });

  test('stays deleted where people deleted it', async () => {
    const planned = await plan(scratchFolder(), [difference('new.txt', moved)]);
    expect(outcome(planned)).toMatchObject({ action: null, noted: true });
  });
});

describe('what is in the way is refused before anything is planned', () => {
  const refusal = async (root: string, file: string): Promise<string> => {
    const planned = await planChange({
      differences: [difference(file, { base: null, theirs })],
      workingCopy: workingCopy(root),
      locked: new Map(),
      files: new Map(),
      lock: () => '',
      history: noHistory,
      format: async (_path, content) => content,
      teamFiles: 'merge',
    });
    return planned.ok ? 'planned' : planned.error.code;
  };

  test('a symbolic link at the path', async () => {
    const root = scratchFolder({ 'real.txt': 'x' });
    fs.symlinkSync('real.txt', path.join(root, 'a.txt'));
    expect(await refusal(root, 'a.txt')).toBe('path-is-a-link');
  });

  test('a dangling symbolic link', async () => {
    const root = scratchFolder();
    fs.symlinkSync('/nowhere/at/all', path.join(root, 'a.txt'));
    expect(await refusal(root, 'a.txt')).toBe('path-is-a-link');
  });

  test('a symbolic link on the way', async () => {
    const root = scratchFolder();
    fs.symlinkSync(scratchFolder(), path.join(root, 'src'));
    expect(await refusal(root, 'src/deep/a.txt')).toBe('path-is-a-link');
  });

  test('a file where a folder is to be', async () => {
    const root = scratchFolder({ src: 'a file' });
    expect(await refusal(root, 'src/a.txt')).toBe('path-in-the-way');
  });

  test('a folder where a file is to be', async () => {
    const root = scratchFolder({ 'a.txt/inner': '' });
    expect(await refusal(root, 'a.txt')).toBe('path-in-the-way');
  });
});

describe('history', () => {
  const file = 'migrations/0001_create.sql';
  const added = { path: 'migrations/0002_more.sql', content: 'more\n' };
  const history = (continued: ReturnType<ChangeInput['history']['continueHistory']>) => ({
    history: { ...noHistory, continueHistory: () => continued },
  });

  test('is never changed, and what is new goes into a file of its own', async () => {
    const root = scratchFolder({ [file]: base });
    let locked: ReadonlyMap<string, { blob: string }> = new Map();
    const planned = await plan(root, [difference(file, { base, theirs })], {
      ...history({ files: [added], byHand: [] }),
      locked: new Map([[file, { owner: 'team', blob: blobHash(base) }]]),
      files: new Map([[file, { owner: 'team', blob: blobHash(theirs) }]]),
      lock: (files) => ((locked = files), 'lock\n'),
    });
    expect(planned.writes.map((write) => write.path)).toEqual([added.path, 'backend.lock.json']);
    expect(planned.changes[1]).toEqual({ action: 'create', path: added.path, owner: 'team' });
    // As emitted first: it is what people have.
    expect(locked.get(file)?.blob).toBe(blobHash(base));
    expect(locked.get(added.path)?.blob).toBe(blobHash(added.content));
  });

  test('that people edited is not changed either', async () => {
    const root = scratchFolder({ [file]: elsewhere });
    const planned = await plan(
      root,
      [difference(file, { base, theirs })],
      history({ files: [], byHand: ['x'] }),
    );
    expect(planned.writes.map((write) => write.path)).toEqual(['backend.lock.json']);
    expect(planned.notes[0]).toContain(file);
  });

  test('goes with its context, from the lock too', async () => {
    const root = scratchFolder({ [file]: base });
    let locked: ReadonlyMap<string, unknown> = new Map([['not asked', null]]);
    const planned = await plan(root, [difference(file, { base, theirs: null })], {
      locked: new Map([[file, { owner: 'team', blob: blobHash(base) }]]),
      lock: (files) => ((locked = files), 'lock\n'),
    });
    expect(outcome(planned).action).toBe('delete');
    expect([...locked.keys()]).toEqual([]);
  });

  test('that continued history stays in the lock as long as it is there', async () => {
    const root = scratchFolder({ [added.path]: added.content });
    const entry = { owner: 'team', blob: blobHash(added.content) } as const;
    let locked: ReadonlyMap<string, unknown> = new Map();
    await plan(root, [], {
      locked: new Map([
        [added.path, entry],
        ['migrations/0003_gone.sql', entry],
        ['src/not-history.ts', entry],
      ]),
      files: new Map([[file, entry]]),
      lock: (files) => ((locked = files), 'lock\n'),
    });
    expect([...locked.keys()]).toEqual([file, added.path]);
  });

  test('that continued history goes when nothing is emitted beside it any more', async () => {
    const root = scratchFolder({ [file]: base, [added.path]: added.content });
    const entry = (content: string) => ({ owner: 'team', blob: blobHash(content) }) as const;
    // In the lock as it was first emitted; the rendering before had more in it.
    const planned = await plan(root, [difference(file, { base: theirs, theirs: null })], {
      locked: new Map([
        [file, entry(base)],
        [added.path, entry(added.content)],
      ]),
    });
    expect(planned.conflicts).toEqual([]);
    expect(planned.changes.filter(({ action }) => action === 'delete')).toHaveLength(2);
  });
});

describe('the lock', () => {
  test('is written anew whatever it was', async () => {
    const root = scratchFolder({ 'backend.lock.json': 'nonsense' });
    const { writes, changes } = await plan(root, []);
    expect(changes).toEqual([{ action: 'update', path: 'backend.lock.json', owner: 'tool' }]);
    expect(Buffer.from(writes[0]?.after?.bytes ?? []).toString('utf8')).toBe('lock\n');
  });

  test('is left alone where it says the same', async () => {
    const root = scratchFolder({ 'backend.lock.json': 'lock\n' });
    const { writes, changes } = await plan(root, []);
    expect(changes[0]?.action).toBe('identical');
    expect(writes).toEqual([]);
  });
});

describe('in a repository with a style of its own', () => {
  const own = (text: string): string => text.replaceAll('\n', ';\n');
  const styled: Difference = {
    path: 'a.txt',
    owner: 'tool',
    base: { blob: blobHash(base), content: own(base), executable: false },
    theirs: { emitted: theirs, content: own(theirs), executable: false },
  };

  test.each([
    ['a file in that style follows in it', own(base), 'update', own(theirs)],
    ['a file that was never reformatted stays as emitted', base, 'update', theirs],
    ['a change that is there in that style is there', own(theirs), 'identical', asItWas],
    ['a change that is there as emitted is there', theirs, 'identical', asItWas],
    [
      'an edited file is merged in that style',
      own(elsewhere),
      'merge',
      own(theirs).replace('six', 'mine'),
    ],
  ])('%s', async (_case, ours, action, content) => {
    const root = scratchFolder({ 'a.txt': ours });
    expect(outcome(await plan(root, [styled]))).toMatchObject({ action, content });
  });

  test('a new file comes in that style', async () => {
    const planned = await plan(scratchFolder(), [{ ...styled, base: null }]);
    expect(outcome(planned)).toMatchObject({ action: 'create', content: own(theirs) });
  });
});

test('where git does not look at executable bits, the one on disk stays', async () => {
  const root = scratchFolder({ 'run.sh': base });
  const file = path.join(root, 'run.sh');
  fs.chmodSync(file, 0o755);
  const own = workingCopy(root, { hasModes: false });
  const { writes, conflicts } = await plan(root, [difference('run.sh', { base, theirs })], {
    workingCopy: own,
  });
  expect(await applyPlan(root, { writes, conflicts }, { command: 'module' })).toMatchObject({
    ok: true,
  });
  expect(fs.readFileSync(file, 'utf8')).toBe(theirs);
  expect(fs.statSync(file).mode & 0o111).toBe(0o111);
});

test('where nobody knows whether a file was emitted executable, it stays as it is', async () => {
  const root = scratchFolder({ 'run.sh': elsewhere });
  fs.chmodSync(path.join(root, 'run.sh'), 0o755);
  const known = difference('run.sh', { base, theirs });
  const unknown = { ...known, base: { blob: blobHash(base), content: base, executable: null } };
  const { writes } = await plan(root, [unknown]);
  expect(writes[0]?.after?.executable).toBe(true);
});

test('a file in which an earlier conflict was committed is refused, not merged once more', async () => {
  const marked = `${sameLine}<<<<<<< yours\nx\n||||||| before\n=======\ny\n>>>>>>> create-backend\n`;
  const root = scratchFolder({ 'src/a.ts': marked });
  const planned = await planChange({
    differences: [difference('src/a.ts', { base, theirs })],
    workingCopy: workingCopy(root),
    locked: new Map(),
    files: new Map(),
    lock: () => 'lock\n',
    history: noHistory,
    format: async (_path, content) => content,
    teamFiles: 'merge',
  });
  expect(planned).toMatchObject({ ok: false, error: { code: 'unresolved-conflicts' } });
});
