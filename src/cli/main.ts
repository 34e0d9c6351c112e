import type { Outcome, World } from '../commands/command.ts';
import { err, exitCodes, ok } from '../commands/command.ts';
import { version } from '../commands/version.ts';
import { readCommandLine } from './command-line.ts';
import type { Answer, OutputMode } from './output.ts';
import { report } from './output.ts';
import { printableLine } from './printable.ts';

import type { Session } from './session.ts';
import { detectTerminal, type Terminal } from './terminal.ts';

/** Runs one command line; the exit code is left in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  tolerateClosedPipes();
  const terminal = detectTerminal(process);
  const json = asks(argv, '--json');
  const verbose = asks(argv, '--verbose');

  const request = readCommandLine(argv, version, terminal.out.style, terminal.out.columns);
  if (request.kind === 'help') {
    terminal.out.write(request.text);
    return;
  }
  if (request.kind === 'version') {
    const answer = { result: { version }, text: version };
    process.exitCode = report(ok(answer), { command: 'version', version, json }, terminal);
    return;
  }
  const mode: OutputMode = { command: request.command, version, json };
  if (request.kind === 'wrong') {
    process.exitCode = report(err(request.error), mode, terminal);
    return;
  }
  const session: Session = {
    version,
    terminal,
    json,
    verbose,
    world: enterWorld(terminal, json, verbose),
  };
  process.exitCode = report(
    await settle(() => request.run(session), verbose, terminal),
    mode,
    terminal,
  );
}

/** A thrown error is a bug: it is told as one, and the stack is shown to who asks for it. */
async function settle(
  run: () => Promise<Outcome<Answer>>,
  verbose: boolean,
  terminal: Terminal,
): Promise<Outcome<Answer>> {
  try {
    return await run();
  } catch (error) {
    if (verbose)
      terminal.talk.write(`${error instanceof Error ? inspect(error) : String(error)}\n`);
    return err({
      code: 'internal',
      message: `This is a bug in create-backend ${version}: ${error instanceof Error ? error.message : String(error)}`,
      hint: verbose
        ? 'Please report it with what is printed above.'
        : 'Run it again with --verbose and report what it prints.',
      exit: exitCodes.failure,
    });
  }
}

function inspect(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${inspect(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}

function enterWorld(terminal: Terminal, json: boolean, verbose: boolean): World {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort(signal));
  }
  const { style } = terminal.talk;
  return {
    cwd: process.cwd(),
    environment: process.env,
    isTerminal: terminal.interactive && !json,
    signal: interruption.signal,
    progress(message) {
      if (!json || verbose) terminal.talk.write(`${style.dim(printableLine(message))}\n`);
    },
  };
}

/** Flags that decide how even a faulty command line is answered; after `--` they are somebody else's. */
function asks(argv: readonly string[], flag: string): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes(flag);
}

/** `create-backend schema | head -1` closes the pipe early: what is left is not wanted. */
function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}
