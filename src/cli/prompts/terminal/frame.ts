import { wrapTextWithPrefix, type Prompt } from '@clack/core';

import { toAscii } from '../../ascii.ts';
import { printableLine } from '../../printable.ts';
import { glyphs, type PromptTerminal } from './screen.ts';

type State = Prompt<unknown>['state'];

export interface Frame {
  readonly state: State;
  readonly wentBack: boolean;
  readonly message: string;
  /** what is under the message while it is asked */
  readonly body: readonly string[];
  /** the reply, once given */
  readonly reply: string;
  readonly keys: string;
  readonly help: readonly string[];
  /** what is wrong with what has been typed; null: nothing, or nothing yet */
  readonly problem: string | null;
}

/** Draws a question: message, help, body, and the keys that work; once answered, message and reply. */
export function drawFrame(frame: Frame, terminal: PromptTerminal): string {
  const { style } = terminal;
  const glyph = glyphs(terminal);
  const wrap = (text: string, first: string, rest: string): string =>
    wrapTextWithPrefix(terminal.output, text, rest, first, rest, continued);
  const inactive = `${style.dim(glyph.bar)}  `;
  const message = printableLine(frame.message);

  if (frame.state === 'submit' || frame.state === 'cancel') {
    const symbol =
      frame.state === 'submit'
        ? style.green(glyph.done)
        : frame.wentBack
          ? style.dim(glyph.done)
          : style.red(glyph.cancelled);
    const reply =
      frame.state === 'submit'
        ? printableLine(frame.reply)
        : frame.wentBack
          ? '← back'
          : 'cancelled';
    return ascii(
      [
        style.dim(glyph.bar),
        wrap(message, `${symbol}  `, inactive),
        wrap(style.dim(reply), inactive, inactive),
      ].join('\n'),
      terminal,
    );
  }

  const faulty = frame.problem !== null;
  const paint = faulty ? style.yellow : style.cyan;
  const bar = `${paint(glyph.bar)}  `;
  const lines = [
    style.dim(glyph.bar),
    wrap(style.bold(message), `${paint(faulty ? glyph.faulty : glyph.active)}  `, bar),
  ];
  for (const line of frame.help) lines.push(wrap(style.dim(line), bar, bar));
  for (const line of frame.body) lines.push(wrap(line, bar, bar));
  if (frame.problem !== null)
    lines.push(wrap(style.yellow(printableLine(frame.problem)), bar, bar));
  lines.push(wrap(style.dim(frame.keys), `${paint(glyph.end)}  `, '   '));
  return ascii(`${lines.join('\n')}\n`, terminal);
}

/** A line that goes on does not start with the space it was wrapped at. */
export function continued(line: string, index: number): string {
  return index === 0 ? line : line.trimStart();
}

function ascii(text: string, terminal: PromptTerminal): string {
  return terminal.unicode ? text : toAscii(text);
}
