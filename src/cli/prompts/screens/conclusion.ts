import type { CommandError } from '../../../commands/command.ts';
import type { Question } from '../question.ts';

const change = { value: 'change', label: 'Change something' } as const;
const quit = { value: 'quit', label: 'Quit', hint: 'nothing is written' } as const;

/** The last question: everything is shown, and written where the answer is yes. */
export function conclusion(message: string, preview: readonly string[]): Question {
  return {
    kind: 'choice',
    message,
    preview,
    options: [{ value: 'write', label: 'Yes' }, change, quit],
    initial: 'write',
  };
}

/** The last question where the answers make nothing that could be written. */
export function unfinished(message: string, error: CommandError): Question {
  return {
    kind: 'choice',
    message,
    preview: [...error.message.split('\n'), ...(error.hint === null ? [] : [error.hint])],
    options: [change, quit],
    initial: 'change',
  };
}
