import { acceptAll } from '../check/baseline.ts';
import { Repository } from '../check/reading/repository.ts';
import { unparsedNotes, unreadNotes } from '../check/reading/unread.ts';
import { jsonReport } from '../check/report/json.ts';
import { findingsOf, reportOf, type CheckReport } from '../check/report/report.ts';
import { sarifReport } from '../check/report/sarif.ts';
import { rules } from '../check/rules/index.ts';
import { runChecks } from '../check/run.ts';
import { selectRules } from '../check/select.ts';
import { readBaseline, saveBaseline, type BaselineOptions } from './check/baseline-file.ts';
import { contractsOf, emittedContracts } from './check/earlier-contracts.ts';
import { openForReading } from './check/opened.ts';
import { err, exitCodes, ok, type Outcome, type World } from './command.ts';
import { version } from './version.ts';

export type {
  CheckReport,
  CheckReportEntry,
  NamedFinding,
  RuleReport,
} from '../check/report/report.ts';

export interface CheckRequest extends BaselineOptions {
  /** Ids of requirements or checks; empty: all. */
  readonly only: readonly string[];
  /** The revision whose events have been published; null: what was emitted. */
  readonly base: string | null;
}

export interface Checked {
  readonly report: CheckReport;
  /** The report as data. */
  readonly json: object;
  readonly sarif: object;
  readonly exit: number;
}

/** Reads the repository around the current folder, runs nothing of it, and says where it breaks its rules. */
export async function check(request: CheckRequest, world: World): Promise<Outcome<Checked>> {
  const selected = selectRules(rules, request.only);
  if ('unknown' in selected) return unknownRule(selected.unknown);
  const opened = openForReading(world.cwd);
  if (!opened.ok) return opened;
  const baseline = await readBaseline(request, world);
  if (!baseline.ok) return baseline;

  const { root, blueprint, lock, files } = opened.value;
  const earlier =
    request.base === null
      ? ok(await emittedContracts(root, files, lock, blueprint))
      : await contractsOf(root, request.base);
  if (!earlier.ok) return earlier;

  const repository = new Repository(blueprint, files, { earlier: earlier.value.texts });
  const results = runChecks(repository, selected.rules);
  const notes = [
    ...opened.value.notes,
    ...earlier.value.notes,
    ...unreadNotes(files.unread),
    ...unparsedNotes(repository.unparsed),
  ];
  const reported = (accepted: typeof baseline.value): CheckReport =>
    reportOf(results, accepted, (path) => files.text(path), notes);
  const report = reported(baseline.value);
  if (!request.updateBaseline || request.baseline === null) return ok(answerOf(report));

  const ran = new Set(results.map(({ id }) => id));
  const accepted = acceptAll(baseline.value, ran, findingsOf(report));
  const saved = await saveBaseline(request.baseline, accepted, world);
  return saved.ok ? ok(answerOf(reported(accepted))) : saved;
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

function unknownRule(id: string): Outcome<never> {
  return err({
    code: 'unknown-rule',
    message: `There is no rule ${id}.`,
    hint: `The rules are: ${rules.map((rule) => rule.id).join(', ')}; a check of one is written ARC-2/import-direction.`,
    exit: exitCodes.usage,
  });
}
