import { execFileSync } from 'node:child_process';

/** A real terminal to run the program in: keys go in, the screen is read back. */
export interface Terminal {
  /** Presses keys by tmux's names: Enter, Escape, Down, Space, C-c. */
  press(...keys: readonly string[]): void;
  type(text: string): void;
  /** Clears the line and types. */
  retype(text: string): void;
  screen(): string;
  /** Waits until the screen shows the text, and gives the screen. */
  shows(text: string | RegExp): Promise<string>;
  /** Waits for the program to end: its exit code. */
  exit(): Promise<number>;
  close(): void;
}

export interface TerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

let opened = 0;

/** Runs a command in a new tmux session. Without tmux this throws: the tests must not pass by being left out. */
export function openTerminal(command: readonly string[], options: TerminalOptions): Terminal {
  opened += 1;
  const server = `create-backend-${process.pid}-${opened}`;
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: { ...withoutCi(), LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const variables = Object.entries({
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TERM: 'xterm-256color',
    ...options.environment,
  });
  const assignments = variables.map(([name, value]) => `${name}=${quoted(value)}`).join(' ');
  tmux(
    'new-session',
    '-d',
    '-s',
    'it',
    '-x',
    String(options.columns ?? 100),
    '-y',
    String(options.rows ?? 60),
    '-c',
    options.cwd,
    `env -u CI ${assignments} ${command.map(quoted).join(' ')}; echo "ended with $?"; exec sleep 600`,
  );
  const screen = (): string =>
    tmux('capture-pane', '-p', '-J', '-t', 'it', '-S', '-200')
      .replace(/[ \t]+$/gm, '')
      .trimEnd();
  const shows = async (text: string | RegExp): Promise<string> => {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const now = screen();
      if (typeof text === 'string' ? now.includes(text) : text.test(now)) return now;
      if (Date.now() > deadline)
        throw new Error(`The screen never showed ${String(text)}:\n${now}`);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  };
  return {
    press: (...keys) => void tmux('send-keys', '-t', 'it', ...keys),
    type: (text) => void tmux('send-keys', '-t', 'it', '-l', text),
    retype: (text) => {
      tmux('send-keys', '-t', 'it', 'C-e', 'C-u');
      tmux('send-keys', '-t', 'it', '-l', text);
    },
    screen,
    shows,
    exit: async () => Number(/ended with (\d+)/.exec(await shows(/ended with \d+/))?.[1]),
    close: () => void tmux('kill-server'),
  };
}

/** CI sets variables that switch the prompts off; a person's terminal has none of them. */
function withoutCi(): NodeJS.ProcessEnv {
  const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, ...environment } = process.env;
  return environment;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
