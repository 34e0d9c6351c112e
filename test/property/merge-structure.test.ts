import fc from 'fast-check';
import { parse as parseJsonc } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';

import { mergeFile } from '../../src/repository/merge/merge-file.ts';
import { dice, editedData, someData } from './merge-data-edits.ts';
import { jsonText, yamlText } from './merge-data-texts.ts';
import { CONFLICT, expected, hasEmpty, isDoubtful, sorted, type Data } from './merge-oracle.ts';

const patient = { timeout: 240_000 };
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const numRuns = Number(process.env['RUNS'] ?? 120);

const languages = [
  { file: 'backend.yaml', write: yamlText, read: parseYaml as (text: string) => Data },
  { file: 'tsconfig.json', write: jsonText, read: parseJsonc as (text: string) => Data },
] as const;

for (const { file, write, read } of languages) {
  for (const hand of ['a person', 'a formatter'] as const) {
    test(
      `${file} written by ${hand} merges into what its data merges into (SEED=${seed})`,
      patient,
      async () => {
        let clean = 0;
        await fc.assert(
          fc.asyncProperty(dice, dice, dice, dice, async (first, second, third, fourth) => {
            const base = someData(first);
            const ours = editedData(base, 'user', second);
            const theirs = editedData(base, 'tool', third);
            const mine = write(ours, hand === 'a person' ? fourth : null);
            expect(sorted(read(mine.text))).toEqual(sorted(ours));
            const result = await mergeFile({
              path: file,
              base: write(base, null).text,
              ours: mine.text,
              theirs: write(theirs, null).text,
              format: async (_path, content) => content,
            });
            const data = expected(base, ours, theirs);
            if (data === CONFLICT) {
              expect(result.kind).toBe('conflict');
              return;
            }
            if (result.kind === 'conflict') {
              // A comment may stand where theirs removed something; nothing else excuses a conflict.
              const excused =
                mine.comments.length > 0 ||
                isDoubtful(base, ours, theirs) ||
                hasEmpty(data as Data);
              const sides = JSON.stringify({ base, ours, theirs }, null, 1);
              expect(excused, `${sides}\n${result.content}`).toBe(true);
              return;
            }
            clean += 1;
            expect(sorted(read(result.content)), result.content).toEqual(sorted(data as Data));
            for (const comment of mine.comments) expect(result.content).toContain(comment);
          }),
          { seed, numRuns, endOnFailure: true },
        );
        expect(clean).toBeGreaterThan(numRuns / 4);
      },
    );
  }
}
