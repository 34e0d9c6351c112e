import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ChangeReport } from '../../../src/commands/change-repository.ts';
import { backends } from '../arbitrary-backend.ts';
import { doEdits, edits, tokensOf, type Edited } from './edits.ts';
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
const numRuns = Number(process.env['RUNS'] ?? 170);

const cases = fc
  .tuple(backends, edits, fc.boolean())
  .filter(([{ raw }]) => raw.contexts.length > 1)
  .map(([backend, list, hasGit]) => ({ ...backend, list, hasGit }));

test(
  `a module added to, and removed from, a repository that people edited loses nothing (SEED=${seed})`,
  { timeout: 1_200_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(cases, ({ raw, order, list, hasGit }) =>
        inFolder(async (folder) => {
          const ordered = addable(raw, order);
          const added = ordered.at(-1) ?? ordered[0];
          const base = only(raw, new Set(ordered.slice(0, -1).map(({ name }) => name)));
          const [ours, whole] = [path.join(folder, 'ours'), path.join(folder, 'whole')];
          await createIn(ours, base);
          await createIn(whole, raw);
          const [emitted, wanted] = [snapshot(ours), snapshot(whole)];
          const changing = differing(emitted, wanted);
          if (hasGit) commit(ours, 'Create');
          const edited = doEdits(ours, emitted, changing, list);
          if (hasGit) commit(ours, 'Edit');
          const before = snapshot(ours);

          const preview = valueOf(await add(ours, added, raw.deployables, true));
          expect(differing(snapshot(ours), before), 'a dry run writes nothing').toEqual([]);

          const report = valueOf(await add(ours, added, raw.deployables));
          expect(told(report), 'the dry run told what was done').toEqual(told(preview));
          const after = snapshot(ours);
          expectNothingLost({ before, after, edited, report, hasGit });
          expectEmitted({ after, wanted, edited });

          const again = await add(ours, added, raw.deployables);
          expect(again.ok, 'it is there already').toBe(false);
          expect(differing(snapshot(ours), after), 'a second time changes nothing').toEqual([]);
          if (report.conflicts.length > 0) return;

          if (hasGit) commit(ours, 'Add');
          const removed = valueOf(await remove(ours, added.name));
          const rest = snapshot(ours);
          expectNothingLost({ before: after, after: rest, edited, report: removed, hasGit });
          expectEmitted({ after: rest, wanted: emitted, edited });
        }),
      ),
      { seed, numRuns, endOnFailure: true },
    );
  },
);

/** What a report says of the plan; that there is no git to undo it with matters to a real run alone. */
const told = ({ changes, conflicts, notes }: ChangeReport) => ({
  changes,
  conflicts,
  notes: notes.filter((note) => !note.startsWith('There is no git here')),
});

interface Outcome {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly edited: ReadonlyMap<string, Edited>;
  readonly report: ChangeReport;
  readonly hasGit: boolean;
}

/** Invariant 5: what people wrote is where it was, or in a conflict that was reported. */
function expectNothingLost({ before, after, edited, report, hasGit }: Outcome): void {
  const conflicts = new Set(report.conflicts.map(({ path: file }) => file));
  const changed = new Set(report.changes.flatMap(({ path: file, from }) => [file, from ?? file]));
  for (const file of differing(before, after)) {
    expect(changed.has(file), `${file} was changed, and is in the report`).toBe(true);
  }
  for (const [emittedAt, { at, tokens }] of edited) {
    if (at === null) {
      expect(after.has(emittedAt), `${emittedAt} stays removed`).toBe(false);
      continue;
    }
    const content = after.get(at);
    if (content === undefined) {
      expect(tokens, `${at} is gone`).toEqual([]);
      continue;
    }
    const kept = tokensOf(content);
    if (conflicts.has(at)) expect([...new Set(kept)].toSorted(), at).toEqual(tokens.toSorted());
    else expect(kept, `${at}: what people wrote, in their order`).toEqual(tokens);
    if (hasGit && at !== emittedAt) {
      expect(after.has(emittedAt) && !before.has(emittedAt), `${emittedAt} comes back`).toBe(false);
    }
  }
}

/** What nobody touched is as a new repository would have it. */
function expectEmitted({
  after,
  wanted,
  edited,
}: {
  readonly after: Snapshot;
  readonly wanted: Snapshot;
  readonly edited: ReadonlyMap<string, Edited>;
}): void {
  const touched = new Set([...edited].flatMap(([file, { at }]) => [file, at ?? file]));
  const other = differing(after, wanted).filter((file) => !touched.has(file));
  expect(other, 'files that nobody touched').toEqual([]);
}

function commit(folder: string, message: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync(
      'git',
      [
        '-c',
        'user.name=somebody',
        '-c',
        'user.email=somebody@example.com',
        '-c',
        'gc.auto=0',
        ...args,
      ],
      { cwd: folder, stdio: 'pipe', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' } },
    );
  if (!fs.existsSync(path.join(folder, '.git'))) git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '--allow-empty', '--message', message);
}
