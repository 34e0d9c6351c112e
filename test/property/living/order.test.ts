import fc from 'fast-check';
import path from 'node:path';
import { expect, test } from 'vitest';

import { backends } from '../arbitrary-backend.ts';
import {
  add,
  addable,
  createIn,
  differing,
  inFolder,
  only,
  remove,
  snapshot,
  valueOf,
  type Snapshot,
} from './repository.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const numRuns = Number(process.env['RUNS'] ?? 90);

test(
  `contexts added one by one give what one blueprint gives, and removing them restores every byte (SEED=${seed})`,
  { timeout: 900_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(backends, ({ raw, order }) =>
        inFolder(async (folder) => {
          const [first, ...others] = addable(raw, order);
          const whole = path.join(folder, 'whole');
          await createIn(whole, raw);

          const grown = path.join(folder, 'grown');
          await createIn(grown, only(raw, new Set([first.name])));
          const before: Snapshot[] = [];
          for (const context of others) {
            before.push(snapshot(grown));
            valueOf(await add(grown, context, raw.deployables));
          }
          expect(differing(snapshot(grown), snapshot(whole)), 'grown and whole').toEqual([]);

          for (const context of others.toReversed()) {
            valueOf(await remove(grown, context.name));
            const wanted = before.pop() ?? new Map();
            expect(differing(snapshot(grown), wanted), `without ${context.name}`).toEqual([]);
          }
        }),
      ),
      { seed, numRuns, endOnFailure: true },
    );
  },
);
