import { MultiSelectPrompt } from '@clack/core';

import type { ManyQuestion, Option } from '../question.ts';
import type { Leaving } from './ask.ts';
import { drawFrame } from './frame.ts';
import { optionLines } from './option-list.ts';
import { glyphs, type PromptTerminal } from './screen.ts';

/** Any number of several. */
export function manyPrompt(
  question: ManyQuestion,
  terminal: PromptTerminal,
  leaving: Leaving,
): MultiSelectPrompt<Option> {
  const { style } = terminal;
  const glyph = glyphs(terminal);
  return new MultiSelectPrompt<Option>({
    input: terminal.input,
    output: terminal.output,
    signal: terminal.signal,
    options: question.options,
    initialValues: question.initial,
    render() {
      const ticked: readonly string[] = this.value ?? [];
      const labels = question.options
        .filter(({ value }) => ticked.includes(value))
        .map(({ label }) => label);
      return drawFrame(
        {
          state: this.state,
          wentBack: leaving.wentBack,
          message: question.message,
          help: question.help ?? [],
          body: optionLines(
            question.options,
            this.cursor,
            ({ value }, active) => {
              const box = ticked.includes(value) ? glyph.ticked : glyph.unticked;
              return active ? style.green(box) : style.dim(box);
            },
            terminal,
          ),
          problem: null,
          reply: labels.length === 0 ? 'none' : labels.join(', '),
          keys: '↑/↓: move • Space: tick • a: all • Enter: next • Esc: back • Ctrl-C: quit',
        },
        terminal,
      );
    },
  });
}
