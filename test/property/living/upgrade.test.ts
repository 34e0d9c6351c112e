import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';

import { upgrade, type UpgradeRequest } from '../../../src/commands/upgrade.ts';
import type { UpgradeReport } from '../../../src/commands/upgrade/report.ts';
import { version } from '../../../src/commands/version.ts';
import { commitAll } from '../../support/scratch.ts';
import { backends } from '../arbitrary-backend.ts';
import { doEdits, edits, tokensOf, type Edited } from './edits.ts';
import {
  addable,
  createIn,
  differing,
  inFolder,
  only,
  snapshot,
  valueOf,
  world,
  type Snapshot,
} from './repository.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const numRuns = Number(process.env['RUNS'] ?? 50);

const cases = fc
  .tuple(backends, edits, fc.boolean(), fc.boolean())
  .filter(([{ raw }]) => raw.contexts.length > 1)
  .map(([backend, list, hasGit, grows]) => ({ ...backend, list, hasGit, grows }));

/**
 * A lock that says it is of an older version: then nothing but the hashes in it tells what was
 * emitted, and the texts come from git, or from a folder where there is no git.
 */
test(
  `an upgrade of a repository that people edited loses nothing (SEED=${seed})`,
  { timeout: 1_200_000 },
  async () => {
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
    await fc.assert(
      fc.asyncProperty(cases, ({ raw, order, list, hasGit, grows }) =>
        inFolder(async (folder) => {
          const fewer = new Set(
            addable(raw, order)
              .slice(0, -1)
              .map(({ name }) => name),
          );
          const [ours, theirs, base] = ['ours', 'theirs', 'base'].map((name) =>
            path.join(folder, name),
          ) as [string, string, string];
          await createIn(ours, grows ? only(raw, fewer) : raw);
          await createIn(theirs, grows ? raw : only(raw, fewer));
          makeOlder(ours);
          fs.cpSync(ours, base, { recursive: true });
          const [emitted, wanted] = [snapshot(ours), snapshot(theirs)];
          if (hasGit) commitAll(ours, 'Create');
          const editable = new Map([...emitted].filter(([file]) => file !== 'backend.yaml'));
          const edited = doEdits(ours, editable, differing(emitted, wanted), list);
          fs.copyFileSync(path.join(theirs, 'backend.yaml'), path.join(ours, 'backend.yaml'));
          if (hasGit) commitAll(ours, 'Edit');
          const before = snapshot(ours);

          const request: UpgradeRequest = {
            directory: ours,
            mode: 'apply',
            branch: null,
            allowDirty: false,
            base: hasGit ? null : base,
            offline: true,
          };
          const preview = valueOf(await upgrade({ ...request, mode: 'preview' }, world));
          expect(differing(snapshot(ours), before), 'a dry run writes nothing').toEqual([]);
          const report = valueOf(await upgrade(request, world));
          expect(told(report), 'the dry run told what was done').toEqual(told(preview));
          const after = snapshot(ours);
          expectNothingLost(before, after, edited, report);
          expectEmitted(after, wanted, edited);

          const again = await upgrade(request, world);
          expect(again.ok || again.error.exit === 5, 'a second run finds nothing to do').toBe(true);
          expect(differing(snapshot(ours), after), 'a second run changes nothing').toEqual([]);
          if (!hasGit) return;
          valueOf(await upgrade({ ...request, mode: 'take-back' }, world));
          expect(differing(snapshot(ours), before), 'taken back, all is as it was').toEqual([]);
        }),
      ),
      { seed, numRuns, endOnFailure: true },
    );
    vi.unstubAllEnvs();
  },
);

function makeOlder(folder: string): void {
  const lock = path.join(folder, 'backend.lock.json');
  const text = fs.readFileSync(lock, 'utf8');
  fs.writeFileSync(lock, text.replace(`create-backend@${version}`, 'create-backend@4.0.0-0'));
}

const told = ({ changes, conflicts, notes }: UpgradeReport) => ({
  changes,
  conflicts,
  notes: notes.filter((note) => !note.startsWith('There is no git here')),
});

/** What people wrote is where it was, or in a conflict that was reported; what they deleted stays deleted. */
function expectNothingLost(
  before: Snapshot,
  after: Snapshot,
  edited: ReadonlyMap<string, Edited>,
  report: UpgradeReport,
): void {
  const conflicts = new Set(report.conflicts.map(({ path: file }) => file));
  const changed = new Set(report.changes.flatMap(({ path: file, from }) => [file, from ?? file]));
  const silent = differing(before, after).filter((file) => !changed.has(file));
  expect(silent, 'changed, and not in the report').toEqual([]);
  for (const [emittedAt, { at, tokens }] of edited) {
    if (at === null) {
      expect(after.has(emittedAt), `${emittedAt} stays removed`).toBe(false);
      continue;
    }
    const kept = tokensOf(after.get(at) ?? '');
    if (conflicts.has(at)) expect([...new Set(kept)].toSorted(), at).toEqual(tokens.toSorted());
    else expect(kept, `${at}: what people wrote, in their order`).toEqual(tokens);
  }
}

/** What nobody touched is as a new repository would have it. */
function expectEmitted(
  after: Snapshot,
  wanted: Snapshot,
  edited: ReadonlyMap<string, Edited>,
): void {
  const touched = new Set([...edited].flatMap(([file, { at }]) => [file, at ?? file]));
  const other = differing(after, wanted).filter((file) => !touched.has(file));
  expect(other, 'files that nobody touched').toEqual([]);
}
