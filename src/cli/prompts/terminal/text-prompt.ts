import { TextPrompt } from '@clack/core';

import { printableLine } from '../../printable.ts';
import type { TextQuestion } from '../question.ts';
import type { Leaving } from './ask.ts';
import { drawFrame } from './frame.ts';
import type { PromptTerminal } from './screen.ts';

/** A line of text, judged at every key; an empty line takes the default. */
export function textPrompt(
  question: TextQuestion,
  terminal: PromptTerminal,
  leaving: Leaving,
): TextPrompt {
  const { style } = terminal;
  const typed = (input: string): string => (input === '' ? (question.fallback ?? '') : input);
  return new TextPrompt({
    input: terminal.input,
    output: terminal.output,
    signal: terminal.signal,
    initialUserInput: question.initial ?? '',
    ...(question.fallback === undefined ? {} : { defaultValue: question.fallback }),
    validate(value) {
      if (value === '<') return undefined;
      const check = question.check(typed(value ?? ''));
      return check.ok ? undefined : check.problem;
    },
    render() {
      const { userInput, state } = this;
      // Nothing is held against a person who has not typed yet.
      const judged = userInput !== '' || state === 'error' || question.fallback !== undefined;
      const check = userInput === '<' || !judged ? null : question.check(typed(userInput));
      return drawFrame(
        {
          state,
          wentBack: leaving.wentBack || this.value === '<',
          message: question.message,
          help: question.help ?? [],
          body: [
            line(userInput, this.cursor, question.fallback ?? question.placeholder ?? '', terminal),
            ...(check?.ok === true
              ? check.remarks.map((remark) => style.dim(printableLine(remark)))
              : []),
          ],
          problem: check?.ok === false ? check.problem : null,
          reply: this.value === '<' ? '← back' : typed(userInput) || '(nothing)',
          keys: 'Enter: next • Esc or "<": back • Ctrl-C: quit',
        },
        terminal,
      );
    },
  });
}

function line(
  input: string,
  cursor: number,
  ghost: string,
  { style, unicode }: PromptTerminal,
): string {
  const block = unicode ? '█' : '_';
  // Without colours a default must not look typed, and the character under the cursor cannot be inverted.
  const plain = style.inverse('x') === 'x';
  if (input === '') {
    if (ghost === '') return block;
    return plain
      ? `${block} (${ghost})`
      : style.inverse(ghost.slice(0, 1)) + style.dim(ghost.slice(1));
  }
  const before = input.slice(0, cursor);
  const after = input.slice(cursor);
  if (plain || after === '') return `${before}${block}${after}`;
  return `${before}${style.inverse(after.slice(0, 1))}${after.slice(1)}`;
}
