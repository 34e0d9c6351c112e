import type { Style } from '../../style.ts';

/** The terminal that questions are drawn on. */
export interface PromptTerminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly style: Style;
  readonly unicode: boolean;
  /** aborted: stop asking */
  readonly signal: AbortSignal;
}

export interface Glyphs {
  readonly active: string;
  readonly done: string;
  readonly cancelled: string;
  readonly faulty: string;
  readonly start: string;
  readonly bar: string;
  readonly end: string;
  readonly chosen: string;
  readonly open: string;
  readonly ticked: string;
  readonly unticked: string;
}

const unicode: Glyphs = {
  active: '◆',
  done: '◇',
  cancelled: '■',
  faulty: '▲',
  start: '┌',
  bar: '│',
  end: '└',
  chosen: '●',
  open: '○',
  ticked: '◼',
  unticked: '◻',
};

const ascii: Glyphs = {
  active: '*',
  done: 'o',
  cancelled: 'x',
  faulty: '!',
  start: '+',
  bar: '|',
  end: '`',
  chosen: '>',
  open: ' ',
  ticked: '[x]',
  unticked: '[ ]',
};

export function glyphs(terminal: PromptTerminal): Glyphs {
  return terminal.unicode ? unicode : ascii;
}
