import { getColumns, getRows } from '@clack/core';

import { printableLine } from '../../printable.ts';
import type { Option } from '../question.ts';
import type { PromptTerminal } from './screen.ts';

/** The options around the cursor, as many as fit under what is already shown, one line each. */
export function optionLines(
  options: readonly Option[],
  cursor: number,
  mark: (option: Option, active: boolean) => string,
  terminal: PromptTerminal,
): string[] {
  const { style, unicode } = terminal;
  const room = Math.max(5, getRows(terminal.output) - 9);
  const start = Math.max(0, Math.min(cursor - Math.floor(room / 2), options.length - room));
  const shown = options.slice(start, start + room);
  const ellipsis = unicode ? '…' : '...';
  // bar, two spaces, mark, space
  const width = getColumns(terminal.output) - 8;

  const lines = shown.map((option, index) => {
    const active = start + index === cursor;
    const label = printableLine(option.label);
    const hint = printableLine(option.hint ?? '');
    // The option at the cursor is shown whole, on several lines if it must be.
    const text = active ? label : style.dim(cut(label, width, ellipsis));
    const aside = active ? hint : cut(hint, width - label.length - 3, ellipsis);
    return `${mark(option, active)} ${text}${aside === '' ? '' : ` ${style.dim(`(${aside})`)}`}`;
  });
  if (start > 0) lines[0] = style.dim(`${ellipsis} ${start + 1} more above`);
  const below = options.length - start - shown.length;
  if (below > 0) lines[lines.length - 1] = style.dim(`${ellipsis} ${below + 1} more below`);
  return lines;
}

function cut(text: string, width: number, ellipsis: string): string {
  if (text.length <= width) return text;
  return width <= ellipsis.length ? '' : `${text.slice(0, width - ellipsis.length)}${ellipsis}`;
}
