import type { CheckReport, CheckReportEntry, NamedFinding, RuleReport } from '../commands/check.ts';
import { visible } from './printable.ts';
import type { Style } from './style.ts';
import type { Stream } from './terminal.ts';
import { proseFor } from './wrap.ts';

/** More of one check would bury the others; `--json` has all. */
const shown = 25;

const marks = { pass: '✔', fail: 'x', 'not-applicable': '–' } as const;

/** The report for reading: what fails with its places and how to mend it, then what holds, then the sum. */
export function checkText(report: CheckReport, out: Stream): string {
  const { style } = out;
  const failed = report.rules.filter(({ checks }) => checks.some(hasFindings));
  const lines = [
    ...report.rules.filter((rule) => !failed.includes(rule)).map((rule) => headOf(rule, style)),
    ...failed.flatMap((rule) => ['', ...failureOf(rule, style)]),
    ...(report.stale.length === 0 ? [] : ['', ...staleOf(report, style)]),
    ...(report.notes.length === 0 ? [] : ['']),
    ...report.notes.map((note) => `${style.yellow('Note:')} ${visible(note)}`),
    '',
    sumOf(report, style),
  ];
  return proseFor(out, lines[0] === '' ? lines.slice(1) : lines);
}

const hasFindings = ({ findings }: CheckReportEntry): boolean => findings.length > 0;

function headOf({ rule, status }: RuleReport, style: Style): string {
  const paint = { pass: style.green, fail: style.red, 'not-applicable': style.dim }[status];
  const title = status === 'not-applicable' ? style.dim(rule.title) : rule.title;
  return `${paint(marks[status])} ${style.bold(rule.id)} ${title}`;
}

function failureOf(report: RuleReport, style: Style): readonly string[] {
  return [
    headOf(report, style),
    ...report.checks
      .filter(hasFindings)
      .flatMap((entry) => [
        `  ${style.bold(entry.check.title)} ${style.dim(`(${entry.id})`)}`,
        ...entry.findings.slice(0, shown).map((finding) => placeOf(finding, style)),
        ...(entry.findings.length > shown
          ? [`    and ${entry.findings.length - shown} more; --json lists all`]
          : []),
        `    ${style.dim(entry.check.reason)}`,
        `    ${style.cyan('To mend:')} ${entry.check.mend}`,
      ]),
  ];
}

function placeOf({ path, line, column, whole, message, accepted }: NamedFinding, style: Style) {
  const place = whole === true ? path : `${path}:${line}:${column}`;
  const known = accepted ? style.dim(' (in the baseline)') : '';
  return `    ${style.cyan(visible(place))} ${visible(message)}${known}`;
}

function staleOf({ stale }: CheckReport, style: Style): readonly string[] {
  return [
    `${style.yellow('Note:')} The baseline has ${count(stale.length, 'finding')} that ${stale.length === 1 ? 'is' : 'are'} gone; --update-baseline takes them out:`,
    ...stale
      .slice(0, shown)
      .map(({ check, path, message }) => visible(`  ${check} ${path}: ${message}`)),
    ...(stale.length > shown ? [`  and ${stale.length - shown} more`] : []),
  ];
}

function sumOf({ rules }: CheckReport, style: Style): string {
  const findings = rules.flatMap(({ checks }) => checks.flatMap((entry) => entry.findings));
  const accepted = findings.filter((finding) => finding.accepted).length;
  const open = findings.length - accepted;
  const checks = rules.reduce((sum, rule) => sum + rule.checks.length, 0);
  const looked = `${count(checks, 'check')} of ${count(rules.length, 'requirement')}`;
  const known = accepted === 0 ? '' : ` (${accepted} more in the baseline)`;
  if (open === 0) return `${style.green('Nothing to report')}${known}: ${looked}.`;
  const failing = rules.filter(({ status }) => status === 'fail').length;
  return `${style.red(count(open, 'violation'))}${known} of ${count(failing, 'requirement')}: ${looked}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
