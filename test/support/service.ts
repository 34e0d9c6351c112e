import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import type { ChildProcess } from 'node:child_process';
import { bareEnvironment, endGroup, launch, run, type Completed } from './command.ts';
import { eventually } from './eventually.ts';
import { send } from './http-client.ts';
import { type JsonObject, isObject, parseJson } from './json.ts';

/** How a repository of some stack is migrated and started: its verbs. */
export interface Verbs {
  readonly directory: string;
  readonly migrate: readonly string[];
  readonly start: readonly string[];
  readonly audit: (verb: AuditVerb, options: readonly string[]) => readonly string[];
}

export type AuditVerb = 'verify' | 'export' | 'prune';

export type Environment = Readonly<Record<string, string>>;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running service, seen from outside. */
export interface Service {
  readonly baseUrl: string;
  readonly managementUrl: string;
  /** Lines of standard output that are JSON objects. */
  logs(): readonly JsonObject[];
  /** Lines of standard output that are something else; there should be none. */
  strayLines(): readonly string[];
  stderr(): string;
  exited(): Exit | undefined;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended. */
  exit(withinMs?: number): Promise<Exit>;
  /** Ends the service as an orchestrator would, and then by force. */
  stop(): Promise<void>;
}

export function typescriptVerbs(directory: string): Verbs {
  return {
    directory,
    migrate: ['bun', 'run', 'migrate'],
    start: ['bun', 'run', 'start'],
    audit: (verb, options) => ['bun', 'run', '--silent', `audit:${verb}`, ...options],
  };
}

export function makeVerbs(directory: string): Verbs {
  return {
    directory,
    migrate: ['make', '-s', 'migrate'],
    start: ['make', '-s', 'start'],
    audit: (verb, options) => ['make', '-s', `audit-${verb}`, `OPTIONS=${options.join(' ')}`],
  };
}

/** Verifies, exports or prunes the audit logs. */
export function runAudit(
  verbs: Verbs,
  [verb, ...options]: readonly [AuditVerb, ...string[]],
  environment: Environment,
): Promise<Completed> {
  return run({
    argv: verbs.audit(verb, options),
    cwd: verbs.directory,
    environment: { ...bareEnvironment(), ...environment },
    timeoutMs: 60_000,
  });
}

export function runVerb(
  verbs: Verbs,
  verb: 'migrate' | 'start',
  environment: Environment,
  timeoutMs = 60_000,
): Promise<Completed> {
  return run({
    argv: verbs[verb],
    cwd: verbs.directory,
    environment: { ...bareEnvironment(), ...environment },
    timeoutMs,
  });
}

/** Starts the service and returns at once; `ready` waits for it. */
export function startService(verbs: Verbs, environment: Environment): Service {
  const child = launch({
    argv: verbs.start,
    cwd: verbs.directory,
    environment: { ...bareEnvironment(), ...environment },
  });
  const logs: JsonObject[] = [];
  const stray: string[] = [];
  let stderr = '';
  let exit: Exit | undefined;
  const ended = once(child, 'exit').then(([code, signal]) => {
    exit = { code, signal };
    return exit;
  });
  readLines(child, (line) => {
    const parsed = tryParse(line);
    if (parsed === undefined) stray.push(line);
    else logs.push(parsed);
  });
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));

  return {
    baseUrl: `http://127.0.0.1:${environment['PORT']}`,
    managementUrl: `http://127.0.0.1:${environment['MANAGEMENT_PORT']}`,
    logs: () => logs,
    strayLines: () => stray,
    stderr: () => stderr,
    exited: () => exit,
    signal(signal) {
      if (child.pid === undefined || exit !== undefined) return;
      // Nothing passes a SIGKILL on: it has to reach the whole group.
      if (signal === 'SIGKILL') endGroup(child);
      else process.kill(child.pid, signal);
    },
    exit: (withinMs = 30_000) => eventually(() => exit, { withinMs, what: 'the service to end' }),
    async stop() {
      if (exit === undefined) {
        child.kill('SIGTERM');
        await eventually(() => exit, { withinMs: 8_000, what: 'the end' }).catch(() => undefined);
      }
      endGroup(child);
      await ended;
    },
  };
}

/** Waits until the service says that it is ready. */
export async function ready(service: Service, withinMs = 45_000): Promise<void> {
  await eventually(
    async () => {
      if (service.exited() !== undefined) return 'ended';
      const reply = await send({ method: 'GET', url: `${service.managementUrl}/health/ready` });
      return reply.status === 200 ? 'ready' : undefined;
    },
    { withinMs, what: 'the service to be ready' },
  )
    .then((state) => {
      if (state === 'ended') throw new Error('the service ended before it was ready');
    })
    .catch((error: unknown) => {
      const tail = [...service.strayLines(), ...service.logs().map((line) => JSON.stringify(line))];
      throw new Error(
        `${error instanceof Error ? error.message : String(error)}\n` +
          `${tail.slice(-20).join('\n')}\n${service.stderr().slice(-4000)}`,
      );
    });
}

function readLines(child: ChildProcess, take: (line: string) => void): void {
  // Not node:readline: it also splits at U+2028, which may stand in a JSON string as it is.
  const decoder = new StringDecoder('utf8');
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
  child.stdout?.on('end', () => {
    if (rest !== '') take(rest);
  });
}

function tryParse(line: string): JsonObject | undefined {
  try {
    const value = parseJson(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
