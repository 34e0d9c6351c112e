import path from 'node:path';

import type { Blueprint } from '../blueprint/model.ts';
import type { CreateReport } from '../commands/create.ts';
import { decisionLines } from './decisions-text.ts';
import { printableLine } from './printable.ts';
import type { Session } from './session.ts';
import { proseFor } from './wrap.ts';

/** What was created, or would be, for reading. */
export function createText(
  report: CreateReport,
  blueprint: Blueprint,
  replay: string | null,
  session: Session,
): string {
  const { style } = session.terminal.out;
  const folder = path.relative(session.world.cwd, report.directory) || '.';
  const { contexts, deployables, stack } = blueprint;
  const size = `${report.changes.length} files, ${stack}, ${count(contexts.length, 'context')} in ${count(deployables.length, 'deployable')}`;
  const head = report.dryRun
    ? [
        ...report.changes.map(
          ({ action, path: file, owner }) => `${action}  ${file}  ${style.dim(`(${owner})`)}`,
        ),
        '',
        `Nothing was written: this would create ${printableLine(folder)}, ${size}.`,
      ]
    : [`${style.green('Created')} ${style.bold(printableLine(folder))}: ${size}.`];
  return [
    ...head,
    '',
    ...decisionLines(report.decisions, style).map((line) => `  ${line}`),
    ...(report.notes.length === 0
      ? []
      : [
          '',
          proseFor(
            session.terminal.out,
            report.notes.map((note) => `${style.yellow('Note:')} ${printableLine(note)}`),
          ),
        ]),
    ...(report.dryRun
      ? []
      : ['', 'Next:', ...report.next.map((line) => `  ${style.cyan(printableLine(line))}`)]),
    ...(replay === null
      ? []
      : ['', 'The same again, without questions:', `  ${style.cyan(printableLine(replay))}`]),
  ].join('\n');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
