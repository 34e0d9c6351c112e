import { isCancel, type Prompt } from '@clack/core';

import type { Question, Reply } from '../question.ts';
import { choicePrompt } from './choice-prompt.ts';
import { manyPrompt } from './many-prompt.ts';
import type { PromptTerminal } from './screen.ts';
import { textPrompt } from './text-prompt.ts';

export type Heard =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancel' };

/** How a prompt was left without a reply; shared with its drawing. */
export interface Leaving {
  wentBack: boolean;
}

/** Asks one question on the terminal. */
export async function ask(question: Question, terminal: PromptTerminal): Promise<Heard> {
  // Clack never takes its listener off a signal, so each question gets a signal of its own.
  const stop = new AbortController();
  const handOn = (): void => stop.abort();
  if (terminal.signal.aborted) stop.abort();
  terminal.signal.addEventListener('abort', handOn);
  try {
    return await askWith(question, { ...terminal, signal: stop.signal });
  } finally {
    terminal.signal.removeEventListener('abort', handOn);
  }
}

async function askWith(question: Question, terminal: PromptTerminal): Promise<Heard> {
  const leaving: Leaving = { wentBack: false };
  switch (question.kind) {
    case 'text': {
      const heard = await hear(textPrompt(question, terminal, leaving), leaving);
      return heard.kind === 'reply' && heard.reply === '<' ? { kind: 'back' } : heard;
    }
    case 'choice':
      return hear(choicePrompt(question, terminal, leaving), leaving);
    case 'many':
      return hear(manyPrompt(question, terminal, leaving), leaving);
  }
}

async function hear(prompt: Prompt<string> | Prompt<string[]>, leaving: Leaving): Promise<Heard> {
  prompt.on('key', (_, key) => {
    leaving.wentBack = key.name === 'escape';
    // The end of input: without this the promise would never settle.
    if (key.ctrl === true && key.name === 'd' && prompt.userInput === '') prompt.state = 'cancel';
  });
  const reply = await prompt.prompt();
  if (isCancel(reply)) return leaving.wentBack ? { kind: 'back' } : { kind: 'cancel' };
  return { kind: 'reply', reply: reply ?? '' };
}
