import fs from 'fs-extra';
import path from 'node:path';

import { parseBaseline, writeBaseline, type BaselineEntry } from '../../check/baseline.ts';
import { err, exitCodes, ok, type Outcome, type World } from '../command.ts';

export interface BaselineOptions {
  /** File of findings accepted before; null: none are. */
  readonly baseline: string | null;
  readonly updateBaseline: boolean;
}

/** What the baseline accepts. One that is about to be written need not be there yet. */
export async function readBaseline(
  { baseline, updateBaseline }: BaselineOptions,
  { cwd }: Pick<World, 'cwd'>,
): Promise<Outcome<readonly BaselineEntry[]>> {
  if (baseline === null) return updateBaseline ? err(noName) : ok([]);
  const text = await fs.readFile(path.resolve(cwd, baseline), 'utf8').catch(() => null);
  if (text === null) return updateBaseline ? ok([]) : err(unreadable(baseline));
  const parsed = parseBaseline(text);
  return parsed.ok ? parsed : err(damaged(baseline, parsed.error));
}

/** By rename: a link of that name is replaced, not followed, and a reader sees the old text or the new one. */
export async function saveBaseline(
  baseline: string,
  entries: readonly BaselineEntry[],
  { cwd }: Pick<World, 'cwd'>,
): Promise<Outcome<void>> {
  const file = path.resolve(cwd, baseline);
  const beside = `${file}.${process.pid}.new`;
  try {
    await fs.writeFile(beside, writeBaseline(entries), { flag: 'wx' });
    await fs.rename(beside, file);
    return ok(undefined);
  } catch (error) {
    await fs.rm(beside, { force: true }).catch(() => {});
    return err(unwritable(baseline, error instanceof Error ? error.message : String(error)));
  }
}

const noName = {
  code: 'missing-answer',
  message: '--update-baseline does not say which file to write.',
  hint: 'Name it: --baseline check-baseline.json --update-baseline',
  exit: exitCodes.usage,
};

const unreadable = (baseline: string) => ({
  code: 'no-baseline',
  message: `The baseline ${baseline} cannot be read.`,
  hint: 'Write it by adding --update-baseline, and commit it.',
  exit: exitCodes.usage,
});

const unwritable = (baseline: string, problem: string) => ({
  code: 'write-failed',
  message: `The baseline ${baseline} cannot be written: ${problem}.`,
  hint: 'Name a file in a folder that is there and may be written to: --baseline check-baseline.json --update-baseline',
  exit: exitCodes.failure,
});

const damaged = (baseline: string, problem: string) => ({
  code: 'invalid-baseline',
  message: `The baseline ${baseline} is damaged: ${problem}.`,
  hint: 'Take it from the last commit in which it was whole, or delete it and write it anew with --update-baseline.',
  exit: exitCodes.usage,
});
