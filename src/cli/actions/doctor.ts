import { exitCodes, ok, type Outcome } from '../../commands/command.ts';
import { diagnose, type Finding } from '../../commands/doctor.ts';
import type { Answer } from '../output.ts';
import { printableLine } from '../printable.ts';
import type { Session } from '../session.ts';
import type { Style } from '../style.ts';
import { wrapProse } from '../wrap.ts';

export async function doctorAction({ world, terminal }: Session): Promise<Outcome<Answer>> {
  const diagnosis = await diagnose(world);
  const { style, columns, isTerminal } = terminal.out;
  return ok({
    result: diagnosis,
    text: findingsText(diagnosis.findings, style, isTerminal ? columns : 80),
    exit: diagnosis.healthy ? exitCodes.done : exitCodes.failure,
  });
}

const widest = 'problem'.length;

/** A table of status, subject and message; hints and what is too long for a line stand below the message. */
export function findingsText(findings: readonly Finding[], style: Style, columns: number): string {
  const paint = { ok: style.green, warning: style.yellow, problem: style.red };
  const subjects = Math.max(...findings.map(({ subject }) => subject.length));
  const margin = widest + subjects + 4;
  const indented = (text: string): string[] =>
    wrapProse([' '.repeat(margin) + printableLine(text)], Math.max(columns, margin + 20));
  const lines = findings.flatMap(({ subject, status, message, hint }) => {
    const [first = '', ...rest] = indented(message);
    const head = `${paint[status](status)}${' '.repeat(widest - status.length)}  ${subject.padEnd(subjects)}`;
    const hints = hint === null ? [] : indented(hint).map((line) => style.dim(line));
    return [`${head}  ${first.trimStart()}`, ...rest, ...hints];
  });
  return [...lines, '', summary(findings)].join('\n');
}

function summary(findings: readonly Finding[]): string {
  const number = (status: Finding['status']) =>
    findings.filter((finding) => finding.status === status).length;
  const [problems, warnings] = [number('problem'), number('warning')];
  if (problems + warnings === 0) return 'Everything is there.';
  const count = (of: number, noun: string) => `${of} ${noun}${of === 1 ? '' : 's'}`;
  return `${count(problems, 'problem')}, ${count(warnings, 'warning')}.`;
}
