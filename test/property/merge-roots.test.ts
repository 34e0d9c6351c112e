import fc from 'fast-check';
import { expect, test } from 'vitest';

import { mergeFile } from '../../src/repository/merge/merge-file.ts';
import { dice, type Dice } from './merge-data-edits.ts';
import { expected, sorted, CONFLICT, type Data } from './merge-oracle.ts';
import { readRoot, rootText, type Hosted, type Root } from './merge-roots-texts.ts';

const patient = { timeout: 240_000 };
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const numRuns = Number(process.env['RUNS'] ?? 120);

/** What is done to a root: modules come and go, are moved, or get another argument. */
function edited(root: Root, by: string, random: Dice, additions: boolean): Root {
  let modules = [...root.modules];
  for (let count = 1 + random.roll(3); count > 0; count -= 1) {
    const at = random.roll(modules.length + 1);
    const action = additions ? 0 : random.roll(4);
    const module = modules[at];
    if (action === 0 || module === undefined) {
      const added = { name: `${by}${'abc'[count - 1]}`, argument: 'dependencies' };
      // The tool adds at the end, people anywhere.
      modules = modules.toSpliced(by === 'tool' ? modules.length : at, 0, added);
    } else if (action === 1 && modules.length > 1) modules = modules.toSpliced(at, 1);
    else if (action === 2 && by !== 'tool') {
      modules = modules.toSpliced(at, 1);
      modules.splice(random.roll(modules.length + 1), 0, module);
    } else modules = modules.with(at, { ...module, argument: `{...dependencies,${by}${count}}` });
  }
  return { modules, migrations: modules.map(({ name }) => name) };
}

const BASE: Root = ((names: readonly string[]) => ({
  modules: names.map((name): Hosted => ({ name, argument: 'dependencies' })),
  migrations: names,
}))(['catalog', 'ordering', 'payments', 'returns']);

async function merged(ours: string, theirs: Root) {
  return mergeFile({
    path: 'apps/api/src/contexts.ts',
    base: rootText(BASE, null).text,
    ours,
    theirs: rootText(theirs, null).text,
    format: async (_path, content) => content,
  });
}

test(
  `added modules never conflict, whatever the user did beside them (SEED=${seed})`,
  patient,
  async () => {
    await fc.assert(
      fc.asyncProperty(dice, dice, dice, async (first, second, third) => {
        const ours = edited(BASE, 'user', first, second.roll(2) === 0);
        const theirs = edited(BASE, 'tool', second, true);
        const mine = rootText(ours, third);
        expect(readRoot(mine.text)).toEqual(ours);
        const result = await merged(mine.text, theirs);
        expect(result.kind, result.content).toBe('clean');
        const added = theirs.modules.filter(({ name }) => name.startsWith('tool'));
        const root = readRoot(result.content);
        expect(asData(root), result.content).toEqual(
          asData({
            modules: [...ours.modules, ...added],
            migrations: [...ours.migrations, ...added.map(({ name }) => name)],
          }),
        );
        const left = root?.modules.filter(({ name }) => !name.startsWith('tool'));
        expect(left, 'the order of the user').toEqual(ours.modules);
        for (const comment of mine.comments) expect(result.content).toContain(comment);
      }),
      { seed, numRuns, endOnFailure: true },
    );
  },
);

test(
  `a root merges into what the sets of its modules merge into, or conflicts (SEED=${seed})`,
  patient,
  async () => {
    let clean = 0;
    await fc.assert(
      fc.asyncProperty(dice, dice, dice, async (first, second, third) => {
        const ours = edited(BASE, 'user', first, false);
        const theirs = edited(BASE, 'tool', second, false);
        const mine = rootText(ours, third);
        const result = await merged(mine.text, theirs);
        const data = expected(asData(BASE), asData(ours), asData(theirs));
        if (result.kind === 'conflict') return;
        clean += 1;
        expect(data).not.toBe(CONFLICT);
        expect(asData(readRoot(result.content)), result.content).toEqual(sorted(data as Data));
        for (const comment of mine.comments) expect(result.content).toContain(comment);
      }),
      { seed, numRuns, endOnFailure: true },
    );
    expect(clean).toBeGreaterThan(numRuns / 5);
  },
);

function asData(root: Root | null): Data {
  if (root === null) return 'imports and uses differ';
  return sorted({
    modules: root.modules.map((module) => ({ ...module })),
    migrations: root.migrations,
  });
}
