import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bareEnvironment, run } from '../support/command.ts';

const local = path.join(import.meta.dirname, '.venv/bin/schemathesis');
const program = existsSync(local) ? local : 'schemathesis';

const settings = path.join(import.meta.dirname, 'schemathesis.toml');

/** Whether there is one to run; `.ci/run` installs it from `requirements.txt`. */
export const isInstalled = spawnSync(program, ['--version']).status === 0;

/** What a run is told; everything else stands in `schemathesis.toml`. */
export interface FuzzOptions {
  /** Where the document is, at `/openapi.json`, and where requests are sent to. */
  readonly baseUrl: string;
  /** With every scope, and good for the whole run. */
  readonly accessToken: string;
  readonly timeoutMs: number;
  readonly flags?: readonly string[];
}

export interface FuzzRun {
  /** 0: no check failed, and nothing went wrong. */
  readonly code: number | null;
  /** What Schemathesis printed: every failure, with the request that shows it. */
  readonly said: string;
}

/** Makes requests of every operation in the document of a service, and judges what is answered. */
export async function fuzz(options: FuzzOptions): Promise<FuzzRun> {
  const { baseUrl, accessToken, timeoutMs, flags = [] } = options;
  const address = `${baseUrl}/openapi.json`;
  const folder = await mkdtemp(path.join(tmpdir(), 'create-backend-fuzz-'));
  try {
    const { code, stdout, stderr } = await run({
      argv: [program, '--config-file', settings, 'run', address, '--no-color', ...flags],
      cwd: folder,
      environment: {
        ...bareEnvironment(),
        ACCESS_TOKEN: accessToken,
        HOOKS: path.join(import.meta.dirname, 'hooks.py'),
        PYTHONDONTWRITEBYTECODE: '1',
      },
      timeoutMs,
    });
    return { code, said: `${stdout}\n${stderr}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
