import type { UpgradeReport } from '../commands/upgrade/report.ts';
import { changeText } from './change-text.ts';
import { printableLine } from './printable.ts';
import type { Session } from './session.ts';
import { proseFor } from './wrap.ts';

/** What an upgrade did, or would do, for reading. */
export function upgradeText(report: UpgradeReport, session: Session): string {
  const { style } = session.terminal.out;
  const { outcome, from, to, branch, undo } = report;
  const lines = (title: string, each: readonly string[]): readonly string[] =>
    each.length === 0
      ? []
      : ['', title, ...each.map((line) => `  ${style.cyan(printableLine(line))}`)];
  const back = undo === null ? [] : lines('To take it back:', [undo]);
  switch (outcome) {
    case 'current':
      return [
        `Nothing to upgrade: the repository is as create-backend ${to} makes it.`,
        ...notesOf(report, session),
      ].join('\n');
    case 'taken-back':
      return `${style.green('Taken back')}: the repository is as it was before, of create-backend ${to}.`;
    case 'finished':
      return [
        branch === null
          ? `${style.green('Finished')}: nothing is left of the upgrade but to commit it.`
          : `${style.green('Finished')} the upgrade on branch ${style.bold(branch)}.`,
        ...notesOf(report, session),
        ...lines('Next:', report.next),
        ...back,
      ].join('\n');
    default: {
      const what = from === to ? 'backend.yaml' : `create-backend ${from} to ${to}`;
      const words = {
        done: from === to ? 'Applied' : 'Upgraded from',
        would: from === to ? 'apply' : 'upgrade from',
        what: branch === null ? what : `${what}, on branch ${branch}`,
        replay: null,
      };
      return [changeText(report, words, session), ...back].join('\n');
    }
  }
}

function notesOf({ notes }: UpgradeReport, session: Session): readonly string[] {
  const { style } = session.terminal.out;
  if (notes.length === 0) return [];
  const lines = notes.map((note) => `${style.yellow('Note:')} ${printableLine(note)}`);
  return ['', proseFor(session.terminal.out, lines)];
}
