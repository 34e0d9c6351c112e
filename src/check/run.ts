import type { Repository } from './reading/repository.ts';
import type { Check, Finding, Rule } from './rule.ts';

export type Status = 'pass' | 'fail' | 'not-applicable';

/** What a check found. */
export interface CheckResult {
  readonly rule: Rule;
  readonly check: Check;
  /** e.g. `ARC-2/import-direction` */
  readonly id: string;
  readonly status: Status;
  readonly looked: number;
  readonly findings: readonly Finding[];
}

/** Runs the checks of the rules on a repository, one by one. */
export function runChecks(repository: Repository, rules: readonly Rule[]): readonly CheckResult[] {
  return rules.flatMap((rule) => rule.checks.map((check) => runCheck(repository, rule, check)));
}

function runCheck(repository: Repository, rule: Rule, check: Check): CheckResult {
  const id = `${rule.id}/${check.name}`;
  const base = { rule, check, id };
  if (check.applies !== undefined && !check.applies(repository)) {
    return { ...base, status: 'not-applicable', looked: 0, findings: [] };
  }
  const { looked, findings } = check.inspect(repository);
  return {
    ...base,
    status: statusOf(looked, findings),
    looked,
    findings: findings.toSorted(byPlace),
  };
}

function statusOf(looked: number, findings: readonly Finding[]): Status {
  if (findings.length > 0) return 'fail';
  return looked === 0 ? 'not-applicable' : 'pass';
}

function byPlace(a: Finding, b: Finding): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
