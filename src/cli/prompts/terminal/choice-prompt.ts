import { SelectPrompt } from '@clack/core';

import type { ChoiceQuestion, Option } from '../question.ts';
import type { Leaving } from './ask.ts';
import { drawFrame } from './frame.ts';
import { optionLines } from './option-list.ts';
import { glyphs, type PromptTerminal } from './screen.ts';

/** One of several. */
export function choicePrompt(
  question: ChoiceQuestion,
  terminal: PromptTerminal,
  leaving: Leaving,
): SelectPrompt<Option> {
  const { style } = terminal;
  const glyph = glyphs(terminal);
  return new SelectPrompt<Option>({
    input: terminal.input,
    output: terminal.output,
    signal: terminal.signal,
    options: [...question.options],
    initialValue: question.initial,
    render() {
      return drawFrame(
        {
          state: this.state,
          wentBack: leaving.wentBack,
          message: question.message,
          help: question.help ?? [],
          body: optionLines(
            question.options,
            this.cursor,
            (_, active) => (active ? style.green(glyph.chosen) : style.dim(glyph.open)),
            terminal,
          ),
          problem: null,
          reply: question.options[this.cursor]?.label ?? '',
          keys: '↑/↓: choose • Enter: next • Esc: back • Ctrl-C: quit',
        },
        terminal,
      );
    },
  });
}
