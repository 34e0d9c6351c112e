import { toAscii } from './ascii.ts';
import type { Style } from './style.ts';
import { createStyle } from './style.ts';

/** What is known of one output stream. */
export interface Stream {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly style: Style;
  write(text: string): void;
}

export interface Terminal {
  readonly out: Stream;
  readonly talk: Stream;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
  /** Whether a person is at the keyboard. */
  readonly interactive: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function detectTerminal(process: NodeJS.Process): Terminal {
  const environment = process.env;
  const unicode = showsUnicode(environment, process.platform);
  return {
    out: describe(process.stdout, environment, unicode),
    talk: describe(process.stderr, environment, unicode),
    unicode,
    interactive:
      process.stdin.isTTY === true &&
      process.stderr.isTTY === true &&
      environment['TERM'] !== 'dumb' &&
      !runsInCi(environment),
  };
}

/** `CI` is set by every CI service; some people write `CI=false` to unset it. */
export function runsInCi(environment: Environment): boolean {
  return isSet(environment['CI']);
}

/** https://no-color.org and https://force-color.org: not empty means on; FORCE_COLOR is the stronger one. */
export function showsColor(environment: Environment, isTerminal: boolean): boolean {
  const force = environment['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  return isTerminal && environment['TERM'] !== 'dumb';
}

/** The Linux console has no glyphs for it, and a locale that is not UTF-8 says that the terminal has none. */
export function showsUnicode(environment: Environment, platform: string): boolean {
  if (platform === 'win32') {
    return (
      isSet(environment['WT_SESSION']) ||
      environment['TERM_PROGRAM'] === 'vscode' ||
      environment['TERM'] === 'xterm-256color'
    );
  }
  if (environment['TERM'] === 'linux' || environment['TERM'] === 'dumb') return false;
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  if (locale === '') return platform === 'darwin';
  return /utf-?8/i.test(locale);
}

function describe(stream: NodeJS.WriteStream, environment: Environment, unicode: boolean): Stream {
  const isTerminal = stream.isTTY === true;
  return {
    isTerminal,
    get columns() {
      return stream.columns ?? 80;
    },
    style: createStyle(showsColor(environment, isTerminal)),
    // A file or a pipe takes UTF-8 whatever this terminal shows.
    write: (text) => void stream.write(isTerminal && !unicode ? toAscii(text) : text),
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
