import type { BaselineEntry } from '../baseline.ts';
import { fingerprints } from '../fingerprint.ts';
import type { Check, Finding, Rule } from '../rule.ts';
import type { CheckResult, Status } from '../run.ts';

/** What was found in a repository, told by requirement. */
export interface CheckReport {
  readonly rules: readonly RuleReport[];
  /** Entries of the baseline that nothing answers to any more. */
  readonly stale: readonly BaselineEntry[];
  /** What was not looked at, and other things to know, a sentence each. */
  readonly notes: readonly string[];
}

export interface RuleReport {
  readonly rule: Rule;
  readonly status: Status;
  readonly checks: readonly CheckReportEntry[];
}

export interface CheckReportEntry {
  /** e.g. `ARC-2/import-direction` */
  readonly id: string;
  readonly check: Check;
  readonly status: Status;
  readonly looked: number;
  readonly findings: readonly NamedFinding[];
}

export interface NamedFinding extends Finding {
  readonly fingerprint: string;
  /** It is in the baseline. */
  readonly accepted: boolean;
}

/** Results by requirement; findings that the baseline accepts do not fail one. */
export function reportOf(
  results: readonly CheckResult[],
  baseline: readonly BaselineEntry[],
  textOf: (path: string) => string | null,
  notes: readonly string[],
): CheckReport {
  const known = new Set(baseline.map(({ fingerprint }) => fingerprint));
  const entries = results.map((result) => ({
    rule: result.rule,
    entry: entryOf(result, known, textOf),
  }));
  const rules = [...new Set(results.map(({ rule }) => rule))].map((rule): RuleReport => {
    const checks = entries.filter((each) => each.rule === rule).map(({ entry }) => entry);
    return { rule, status: worst(checks.map(({ status }) => status)), checks };
  });
  const ran = new Set(results.map(({ id }) => id));
  const found = new Set(
    entries.flatMap(({ entry }) => entry.findings.map(({ fingerprint }) => fingerprint)),
  );
  const stale = baseline.filter(
    ({ check, fingerprint }) => ran.has(check) && !found.has(fingerprint),
  );
  return { rules, stale, notes };
}

function entryOf(
  { id, check, status, looked, findings }: CheckResult,
  known: ReadonlySet<string>,
  textOf: (path: string) => string | null,
): CheckReportEntry {
  const names = fingerprints(id, findings, textOf);
  const named = findings.map((finding, index): NamedFinding => {
    const fingerprint = names[index] ?? '';
    return { ...finding, fingerprint, accepted: known.has(fingerprint) };
  });
  const allAccepted = status === 'fail' && named.every(({ accepted }) => accepted);
  return { id, check, status: allAccepted ? 'pass' : status, looked, findings: named };
}

function worst(statuses: readonly Status[]): Status {
  if (statuses.includes('fail')) return 'fail';
  return statuses.includes('pass') ? 'pass' : 'not-applicable';
}

/** Every finding with the check it is of. */
export function findingsOf(
  report: CheckReport,
): readonly (NamedFinding & { readonly check: string })[] {
  return report.rules.flatMap(({ checks }) =>
    checks.flatMap(({ id, findings }) => findings.map((finding) => ({ ...finding, check: id }))),
  );
}
