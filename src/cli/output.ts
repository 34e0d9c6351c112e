import type { CommandError, Outcome } from '../commands/command.ts';
import { exitCodes } from '../commands/command.ts';
import { printable, printableJson } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** What a command answers: data for machines, text for people. */
export interface Answer {
  readonly result: unknown;
  /** for standard output, without the last line feed; empty: nothing to say */
  readonly text: string;
  /** done, unless said otherwise; `dev` hands on the code of what it ran */
  readonly exit?: number;
}

export interface OutputMode {
  readonly command: string;
  readonly version: string;
  readonly json: boolean;
}

/** The one place where an outcome becomes output and an exit code. */
export function report(outcome: Outcome<Answer>, mode: OutputMode, terminal: Terminal): number {
  if (mode.json) terminal.out.write(`${printableJson(document(outcome, mode))}\n`);
  else if (outcome.ok) writeText(outcome.value.text, terminal);
  else terminal.talk.write(describeError(outcome.error, terminal));
  return outcome.ok ? (outcome.value.exit ?? exitCodes.done) : outcome.error.exit;
}

function document(outcome: Outcome<Answer>, mode: OutputMode): object {
  const head = { ok: outcome.ok, command: mode.command, version: mode.version };
  if (outcome.ok) return { ...head, result: outcome.value.result };
  const { code, message, hint, pointer } = outcome.error;
  return {
    ...head,
    error: {
      code,
      message: printable(message),
      hint: hint === null ? null : printable(hint),
      pointer: pointer ?? null,
    },
  };
}

function writeText(text: string, terminal: Terminal): void {
  if (text !== '') terminal.out.write(`${text}\n`);
}

function describeError(error: CommandError, terminal: Terminal): string {
  const { style } = terminal.talk;
  const message = printable(error.message);
  const lines = [
    error.exit === exitCodes.cancelled
      ? style.yellow(message)
      : `${style.red('error:')} ${message}`,
  ];
  if (error.hint !== null)
    lines.push(
      ...printable(error.hint)
        .split('\n')
        .map((line) => `  ${line}`),
    );
  return `${lines.join('\n')}\n`;
}
