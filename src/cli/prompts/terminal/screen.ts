import {
  S_BAR,
  S_BAR_END,
  S_BAR_START,
  S_CHECKBOX_INACTIVE,
  S_CHECKBOX_SELECTED,
  S_RADIO_ACTIVE,
  S_RADIO_INACTIVE,
  S_STEP_ACTIVE,
  S_STEP_CANCEL,
  S_STEP_ERROR,
  S_STEP_SUBMIT,
} from '@clack/prompts';

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
  active: S_STEP_ACTIVE,
  done: S_STEP_SUBMIT,
  cancelled: S_STEP_CANCEL,
  faulty: S_STEP_ERROR,
  start: S_BAR_START,
  bar: S_BAR,
  end: S_BAR_END,
  chosen: S_RADIO_ACTIVE,
  open: S_RADIO_INACTIVE,
  ticked: S_CHECKBOX_SELECTED,
  unticked: S_CHECKBOX_INACTIVE,
};

/** Clack's own fallback keeps a few characters that are not ASCII. */
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
