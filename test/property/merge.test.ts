import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { hasMarkers, mergeFile, type MergeInput } from '../../src/repository/merge/merge-file.ts';
import { edited, edits } from './merge-edits.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const numRuns = Number(process.env['RUNS'] ?? 400);

/** Base lines: most say something of their own, some are as common as braces and blank lines. */
const baseLines = fc
  .array(fc.constantFrom('own', 'own', 'own', '', '}', '  return;'), { maxLength: 25 })
  .map((kinds) =>
    kinds.map((kind, index) => (kind === 'own' ? `line ${index} of the base` : kind)),
  );

const merging = fc
  .record({
    base: baseLines,
    ours: edits(6),
    theirs: edits(6),
    ends: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  })
  .map(({ base, ours, theirs, ends }) => ({
    base: text(base, ends[0]),
    ours: text(edited(base, 'user', ours), ends[1]),
    theirs: text(edited(base, 'tool', theirs), ends[2]),
  }));

describe(`a text that both sides edited (SEED=${seed})`, () => {
  test('has every line of the user in the result or inside a reported conflict', async () => {
    await holds(async (three) => {
      const { outside, inside } = parts(await merged(three));
      const known = count([...outside, ...inside.ours]);
      for (const [line, times] of count(lines(three.ours))) {
        // What was in base as well may have been removed by theirs.
        if (lines(three.base).includes(line)) continue;
        expect(known.get(line) ?? 0).toBeGreaterThanOrEqual(times);
      }
    });
  });

  test('never gets a line back that the user deleted, outside of a conflict', async () => {
    await holds(async (three) => {
      const { outside } = parts(await merged(three));
      const left = new Set(lines(three.ours));
      for (const line of lines(three.base)) {
        if (line.startsWith('line') && !left.has(line)) expect(outside).not.toContain(line);
      }
    });
  });

  test('loses a line of the user only where theirs removed it', async () => {
    await holds(async (three) => {
      const { outside, inside } = parts(await merged(three));
      const known = new Set([...outside, ...inside.ours]);
      const left = new Set(lines(three.theirs));
      for (const line of lines(three.ours)) {
        if (/\d/.test(line) && left.has(line)) expect(known).toContain(line);
      }
    });
  });

  test('has every addition of theirs in the result or inside a conflict', async () => {
    await holds(async (three) => {
      const { outside, inside } = parts(await merged(three));
      const known = new Set([...outside, ...inside.theirs]);
      for (const line of lines(three.theirs)) {
        if (line.includes('by tool')) expect(known).toContain(line);
      }
    });
  });

  test('has no line twice that every side has once', async () => {
    await holds(async (three) => {
      const { outside } = parts(await merged(three));
      for (const [line, times] of count(outside)) {
        if (/\d/.test(line)) expect(times, line).toBe(1);
      }
    });
  });

  test('is told to hold markers exactly where a conflict was reported', async () => {
    await holds(async (three) => {
      const result = await merged(three);
      expect(hasMarkers(result.content)).toBe(result.kind === 'conflict');
      if (result.kind === 'conflict') {
        expect(
          result.content.split('\n').filter((line) => line.startsWith('<<<<<<<')),
        ).toHaveLength(result.conflicts);
      }
    });
  });

  test('merges into the same whichever side is whose', async () => {
    await holds(async (three) => {
      const result = await merged(three);
      const mirrored = await merged({ ...three, ours: three.theirs, theirs: three.ours });
      expect(mirrored.kind).toBe(result.kind);
      if (result.kind === 'clean') expect(mirrored.content).toBe(result.content);
    });
  });

  test('stays as it is when the same change comes again', async () => {
    await holds(async (three) => {
      const result = await merged(three);
      if (result.kind !== 'clean') return;
      const again = await merged({ ...three, base: three.theirs, ours: result.content });
      expect(again).toMatchObject({ kind: 'clean', content: result.content });
      const late = await merged({ ...three, ours: result.content });
      // Blank lines and braces have no identity that would tell where one was put before.
      const telling = (content: string) => lines(content).filter((line) => /\d/.test(line));
      if (late.kind === 'clean') expect(telling(late.content)).toEqual(telling(result.content));
    });
  });

  test('is theirs where only theirs changed, and ours where only ours did', async () => {
    await holds(async ({ base, ours, theirs }) => {
      expect(await merged({ base, ours: base, theirs })).toMatchObject({ content: theirs });
      expect(await merged({ base, ours, theirs: base })).toMatchObject({ content: ours });
      expect(await merged({ base, ours, theirs: ours })).toMatchObject({ content: ours });
    });
  });
});

type Three = Pick<MergeInput, 'base' | 'ours' | 'theirs'>;

function merged(three: Three) {
  return mergeFile({ path: 'notes.txt', ...three, format: async (_path, content) => content });
}

async function holds(property: (three: Three) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(merging, property), { seed, numRuns, endOnFailure: true });
}

function text(all: readonly string[], endsWithNewline: boolean | undefined): string {
  return all.join('\n') + (endsWithNewline === true && all.length > 0 ? '\n' : '');
}

function lines(content: string): string[] {
  return content.split('\n').filter((line) => line !== '');
}

function count(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of all) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** The lines outside of conflicts, and those of each side inside of them. */
function parts({ content }: { readonly content: string }) {
  const outside: string[] = [];
  const inside = { ours: [] as string[], base: [] as string[], theirs: [] as string[] };
  let into = outside;
  for (const line of content.split('\n')) {
    if (line === '<<<<<<< yours') into = inside.ours;
    else if (line === '||||||| before') into = inside.base;
    else if (line === '=======') into = inside.theirs;
    else if (line === '>>>>>>> create-backend') into = outside;
    else into.push(line);
  }
  return { outside, inside };
}
