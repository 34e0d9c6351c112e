import type { CheckReport, CheckReportEntry } from './report.ts';

/** The report as data, for `--json`; its form is part of the public contract. */
export function jsonReport({ rules, stale, notes }: CheckReport): object {
  return {
    rules: rules.map(({ rule, status, checks }) => ({
      id: rule.id,
      title: rule.title,
      status,
      evidence: checks.flatMap(evidenceOf),
    })),
    stale,
    notes,
  };
}

/** Findings, where there are some; else what was looked at to say that there are none. */
function evidenceOf({ id, check, status, looked, findings }: CheckReportEntry): readonly object[] {
  if (status === 'not-applicable') return [];
  if (findings.length === 0) return [{ check: id, looked, subject: check.subject }];
  return findings.map(({ path, line, column, message, fingerprint, accepted }) => ({
    check: id,
    path,
    line,
    column,
    message,
    mend: check.mend,
    fingerprint,
    accepted,
  }));
}
