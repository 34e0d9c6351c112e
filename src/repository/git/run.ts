import { spawn } from 'node:child_process';
import { devNull } from 'node:os';

/** How one run of git ended; git missing is an outcome, not an exception. */
export interface GitRun {
  readonly kind: 'done' | 'failed' | 'missing';
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitOptions {
  /** `read`: takes no lock and refreshes no index; `write` may. */
  readonly mode: 'read' | 'write';
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs git on a folder: no hook, no file watcher, no question, no download of missing objects, in
 * English, and on the repository that the folder lies in, whatever a surrounding hook has set.
 */
export function runGit(
  folder: string,
  args: readonly string[],
  { mode, input, environment }: GitOptions,
): Promise<GitRun> {
  return new Promise((resolve) => {
    const child = spawn('git', [...quiet, ...args], {
      cwd: folder,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...surroundings(process.env),
        ...(mode === 'read' ? { GIT_OPTIONAL_LOCKS: '0' } : {}),
        ...environment,
      },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // git may end before it has read everything; how it ended says why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const end = (kind: GitRun['kind']): void => {
      resolve({
        kind,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8').trim(),
      });
    };
    child.on('error', () => end('missing'));
    child.on('close', (code) => end(code === 0 ? 'done' : 'failed'));
  });
}

const quiet = [
  '-c',
  `core.hooksPath=${devNull}`,
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.untrackedCache=false',
  '-c',
  'gc.auto=0',
  '-c',
  'maintenance.auto=false',
  '-c',
  'core.quotePath=false',
  '-c',
  'color.ui=false',
  '-c',
  'log.showSignature=false',
  // A folder of a cloned repository can be a bare repository itself, with settings that run programs.
  '-c',
  'safe.bareRepository=explicit',
];

/** What a hook of git sets for its children, and would make ours work on another index or repository. */
const OF_A_SURROUNDING_GIT = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_SHALLOW_FILE',
  'GIT_GRAFT_FILE',
  'GIT_LITERAL_PATHSPECS',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
  'GIT_EXTERNAL_DIFF',
  'GIT_DIFF_OPTS',
  'GIT_TRACE',
]);

function surroundings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !OF_A_SURROUNDING_GIT.has(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    LANGUAGE: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_LITERAL_PATHSPECS: '1',
  };
}
