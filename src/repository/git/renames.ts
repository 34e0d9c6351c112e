import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { runGit } from './run.ts';

/** A text that may have been moved: where it was, or where something like it is now. */
export interface Candidate {
  readonly path: string;
  /** lines end in LF */
  readonly content: string;
}

/** More than this and looking would take longer than it helps. */
const mostCandidates = 5000;

/**
 * Which missing files were moved to which others, by git's own detection (half of the lines are the
 * same): old path → new path. Empty where there is no git.
 */
export async function findRenames(
  missing: readonly Candidate[],
  others: readonly Candidate[],
): Promise<ReadonlyMap<string, string>> {
  const alike = others.filter(({ content }) =>
    missing.some((each) => isLikeInSize(each.content, content)),
  );
  if (missing.length === 0 || alike.length === 0 || alike.length > mostCandidates) return new Map();
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'create-backend-renames-'));
  try {
    await Promise.all([write(folder, 'a', missing), write(folder, 'b', alike)]);
    const run = await runGit(folder, [...compare, '--', 'a', 'b'], { mode: 'read' });
    return renamesIn(run.stdout.toString('utf8'));
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

const compare = [
  'diff',
  '--no-index',
  '--no-ext-diff',
  '--no-textconv',
  '--find-renames=50%',
  '-l0',
  // An order file of the user's may not be there.
  `-O${os.devNull}`,
  '--diff-filter=R',
  '--name-status',
  '-z',
];

/** At 50 % likeness the shorter has at least half of the longer. */
function isLikeInSize(a: string, b: string): boolean {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return longer.length > 0 && shorter.length * 2 >= longer.length;
}

async function write(
  folder: string,
  side: 'a' | 'b',
  candidates: readonly Candidate[],
): Promise<void> {
  for (const candidate of candidates) {
    const file = path.join(folder, side, ...candidate.path.split('/'));
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, candidate.content);
  }
}

/** Reads `R<percent>\0a/<old>\0b/<new>\0`, repeated. */
function renamesIn(output: string): ReadonlyMap<string, string> {
  const fields = output.split('\0');
  const renames = new Map<string, string>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [old, now] = [fields[at + 1] ?? '', fields[at + 2] ?? ''];
    renames.set(old.slice('a/'.length), now.slice('b/'.length));
  }
  return renames;
}
