import { existsSync } from 'node:fs';
import fs from 'fs-extra';
import path from 'node:path';

import { parseBlueprint } from '../advisor/index.ts';
import { acceptAll, parseBaseline, writeBaseline, type BaselineEntry } from '../check/baseline.ts';
import { diskFiles } from '../check/reading/disk-files.ts';
import type { Files } from '../check/reading/files.ts';
import { Repository } from '../check/reading/repository.ts';
import { unreadNotes } from '../check/reading/unread.ts';
import { jsonReport } from '../check/report/json.ts';
import { findingsOf, reportOf, type CheckReport } from '../check/report/report.ts';
import { sarifReport } from '../check/report/sarif.ts';
import { rules } from '../check/rules/index.ts';
import { runChecks } from '../check/run.ts';
import { selectRules } from '../check/select.ts';
import { LOCK_FILE, parseLock } from '../repository/lock.ts';
import { err, exitCodes, ok, type Outcome, type World } from './command.ts';
import { invalidBlueprint } from './problems.ts';
import { version } from './version.ts';

export type {
  CheckReport,
  CheckReportEntry,
  NamedFinding,
  RuleReport,
} from '../check/report/report.ts';

export interface CheckRequest {
  /** Ids of requirements or checks; empty: all. */
  readonly only: readonly string[];
  /** File of findings accepted before; null: none are. */
  readonly baseline: string | null;
  readonly updateBaseline: boolean;
}

export interface Checked {
  readonly report: CheckReport;
  /** The report as data. */
  readonly json: object;
  readonly sarif: object;
  readonly exit: number;
}

const BLUEPRINT_FILE = 'backend.yaml';

/** Reads the repository around the current folder, runs nothing of it, and says where it breaks its rules. */
export async function check(request: CheckRequest, world: World): Promise<Outcome<Checked>> {
  const selected = selectRules(rules, request.only);
  if ('unknown' in selected) return unknownRule(selected.unknown);
  const root = repositoryAbove(world.cwd);
  if (root === null) return notARepository(world.cwd);

  const files = diskFiles(root);
  const repository = openRepository(files);
  if (!repository.ok) return repository;
  const baseline = await readBaseline(request, world);
  if (!baseline.ok) return baseline;

  const results = runChecks(repository.value, selected.rules);
  const reported = (accepted: readonly BaselineEntry[]): CheckReport =>
    reportOf(results, accepted, (file) => files.text(file), unreadNotes(files.unread));
  const report = reported(baseline.value);
  if (!request.updateBaseline || request.baseline === null) return ok(answerOf(report));

  const ran = new Set(results.map(({ id }) => id));
  const accepted = acceptAll(baseline.value, ran, findingsOf(report));
  await write(path.resolve(world.cwd, request.baseline), writeBaseline(accepted));
  return ok(answerOf(reported(accepted)));
}

function answerOf(report: CheckReport): Checked {
  const failed = report.rules.some(({ status }) => status === 'fail');
  return {
    report,
    json: jsonReport(report),
    sarif: sarifReport(report, version),
    exit: failed ? exitCodes.violations : exitCodes.done,
  };
}

/** The nearest folder, from here upwards, that create-backend wrote. */
function repositoryAbove(folder: string): string | null {
  const isRoot = [LOCK_FILE, BLUEPRINT_FILE].some((file) => existsSync(path.join(folder, file)));
  if (isRoot) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? null : repositoryAbove(parent);
}

function openRepository(files: Files): Outcome<Repository> {
  const lock = files.text(LOCK_FILE);
  const parsed = lock === null ? null : parseLock(lock);
  if (parsed !== null && !parsed.ok) {
    return err({
      code: 'invalid-lock',
      message: `${LOCK_FILE} is damaged: ${parsed.error.message}.`,
      hint: `Take it from the last commit in which it was whole: git restore --source=<commit> -- ${LOCK_FILE}`,
      exit: exitCodes.refused,
    });
  }
  const text = files.text(BLUEPRINT_FILE);
  if (text === null) {
    return err({
      code: 'no-blueprint',
      message: `There is no ${BLUEPRINT_FILE}, which says what the repository is meant to be.`,
      hint: `Take it from the last commit that has it: git restore --source=<commit> -- ${BLUEPRINT_FILE}`,
      exit: exitCodes.refused,
    });
  }
  const blueprint = parseBlueprint(text, { file: BLUEPRINT_FILE });
  if (!blueprint.ok) return err(invalidBlueprint(blueprint.error, text));
  return ok(new Repository(blueprint.value.blueprint, files));
}

async function readBaseline(
  { baseline, updateBaseline }: CheckRequest,
  { cwd }: World,
): Promise<Outcome<readonly BaselineEntry[]>> {
  if (baseline === null) {
    if (!updateBaseline) return ok([]);
    return err({
      code: 'missing-answer',
      message: '--update-baseline does not say which file to write.',
      hint: 'Name it: --baseline check-baseline.json --update-baseline',
      exit: exitCodes.usage,
    });
  }
  const text = await fs.readFile(path.resolve(cwd, baseline), 'utf8').catch(() => null);
  if (text === null) {
    if (updateBaseline) return ok([]);
    return err({
      code: 'no-baseline',
      message: `The baseline ${baseline} cannot be read.`,
      hint: 'Make it: add --update-baseline, and commit the file.',
      exit: exitCodes.usage,
    });
  }
  const parsed = parseBaseline(text);
  if (parsed.ok) return parsed;
  return err({
    code: 'invalid-baseline',
    message: `The baseline ${baseline} is damaged: ${parsed.error}.`,
    hint: 'Take it from the last commit in which it was whole, or delete it and make it anew with --update-baseline.',
    exit: exitCodes.usage,
  });
}

/** By rename, so that a link of that name is replaced, not followed, and a reader sees one or the other. */
async function write(file: string, text: string): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  await fs.writeFile(beside, text, { flag: 'wx' });
  await fs.rename(beside, file);
}

function unknownRule(id: string): Outcome<never> {
  return err({
    code: 'unknown-rule',
    message: `There is no rule ${id}.`,
    hint: `The rules are: ${rules.map((rule) => rule.id).join(', ')}; a check of one is written ARC-2/import-direction.`,
    exit: exitCodes.usage,
  });
}

function notARepository(folder: string): Outcome<never> {
  return err({
    code: 'not-a-repository',
    message: `There is no ${LOCK_FILE} or ${BLUEPRINT_FILE} in ${folder} or above it.`,
    hint: 'Go into a repository that create-backend wrote, and run it there.',
    exit: exitCodes.refused,
  });
}
