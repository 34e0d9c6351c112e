import { wrapTextWithPrefix } from '@clack/core';

import { toAscii } from '../../ascii.ts';
import { continued } from './frame.ts';
import { glyphs, type PromptTerminal } from './screen.ts';

/** Opens the conversation. */
export function drawIntro(title: string, lines: readonly string[], terminal: PromptTerminal): void {
  const { style } = terminal;
  const glyph = glyphs(terminal);
  write(
    [
      `${style.dim(glyph.start)}  ${style.bold(title)}`,
      ...indented(lines.map(style.dim), terminal),
    ],
    terminal,
  );
}

/** Says where in the conversation the next questions are. */
export function drawSection(
  name: string,
  number: number,
  of: number,
  terminal: PromptTerminal,
): void {
  const { style } = terminal;
  write(
    [
      style.dim(glyphs(terminal).bar),
      `${style.dim(glyphs(terminal).bar)}  ${style.cyan(style.bold(name))} ${style.dim(`${number} of ${of}`)}`,
    ],
    terminal,
  );
}

/** Shows lines between two questions. */
export function drawNote(lines: readonly string[], terminal: PromptTerminal): void {
  const { style } = terminal;
  write([style.dim(glyphs(terminal).bar), ...indented(lines, terminal)], terminal);
}

/** Closes the conversation. */
export function drawOutro(line: string, terminal: PromptTerminal): void {
  const { style } = terminal;
  const glyph = glyphs(terminal);
  write([style.dim(glyph.bar), `${style.dim(glyph.end)}  ${line}`, ''], terminal);
}

function indented(lines: readonly string[], terminal: PromptTerminal): string[] {
  const bar = `${terminal.style.dim(glyphs(terminal).bar)}  `;
  return lines.map((line) => {
    // What wraps goes on under its own indentation.
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    const prefix = `${bar}${indent}`;
    return wrapTextWithPrefix(
      terminal.output,
      line.slice(indent.length),
      prefix,
      prefix,
      prefix,
      continued,
    );
  });
}

function write(lines: readonly string[], terminal: PromptTerminal): void {
  const text = `${lines.join('\n')}\n`;
  terminal.output.write(terminal.unicode ? text : toAscii(text));
}
