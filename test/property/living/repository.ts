import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import YAML from 'yaml';

import { parseRaw } from '../../../src/advisor/index.ts';
import type { ChangeReport } from '../../../src/commands/change-repository.ts';
import { ok, type Outcome, type World } from '../../../src/commands/command.ts';
import { create } from '../../../src/commands/create.ts';
import { addModule, openForModules, removeModule } from '../../../src/commands/module.ts';
import { noModuleAnswers } from '../../../src/commands/module/answers.ts';
import { readContextFile } from '../../../src/commands/module/written-context.ts';

export interface RawContext {
  readonly name: string;
}

export interface RawDeployable {
  readonly name: string;
  readonly contexts: readonly string[];
}

/** A blueprint as somebody writes it. */
export interface RawBlueprint {
  readonly contexts: readonly RawContext[];
  readonly deployables?: readonly RawDeployable[];
}

/** POSIX path → the file's bytes as latin-1, an executable one marked; git's own folder is left out. */
export type Snapshot = ReadonlyMap<string, string>;

export const world: World = {
  cwd: os.tmpdir(),
  environment: {},
  isTerminal: false,
  signal: new AbortController().signal,
  progress: () => {},
};

/** Memory where there is enough of it: on a disk, hundreds of runs wait for its flushes. */
const quickest = hasRoom('/dev/shm') ? '/dev/shm' : os.tmpdir();

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize > 256 * 1024 * 1024;
  } catch {
    return false;
  }
}

/** Runs work in a new folder, and removes it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(quickest, 'living-'));
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

export async function createIn(folder: string, raw: RawBlueprint): Promise<void> {
  const advised = parseRaw(raw);
  if (!advised.ok) throw new Error(advised.error.map(({ message }) => message).join('\n'));
  const { blueprint } = advised.value;
  const request = { directory: folder, blueprint, dryRun: false, git: false, install: false };
  valueOf(await create(request, world));
}

/** What `module <name>` does, the context given as a file and its deployable by a flag. */
export async function add(
  folder: string,
  context: RawContext,
  deployables: readonly RawDeployable[] | undefined,
  dryRun = false,
): Promise<Outcome<ChangeReport>> {
  const writing = { dryRun, allowDirty: false, install: false };
  const repository = await openForModules(folder, writing, () => ok(null), world);
  if (!repository.ok) return repository;
  const file = readContextFile({ name: 'context.yaml', text: YAML.stringify(context) });
  if (!file.ok) return file;
  const host = deployables?.find(({ contexts }) => contexts.includes(context.name))?.name;
  const answers = {
    ...noModuleAnswers,
    name: context.name,
    from: 'context.yaml',
    ...(host === undefined ? {} : { deployable: host }),
  };
  return addModule(repository.value, answers, file.value, writing, world);
}

/** What `module remove <name>` does. */
export async function remove(folder: string, name: string): Promise<Outcome<ChangeReport>> {
  const writing = { dryRun: false, allowDirty: false, install: false };
  const repository = await openForModules(folder, writing, () => ok(null), world);
  return repository.ok ? removeModule(repository.value, name, writing, world) : repository;
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
}

export function snapshot(folder: string): Snapshot {
  const found = new Map<string, string>();
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const absolute = path.join(entry.parentPath, entry.name);
    const relative = path.relative(folder, absolute).split(path.sep).join('/');
    if (!entry.isFile() || relative.startsWith('.git/')) continue;
    const isExecutable = (fs.statSync(absolute).mode & 0o100) !== 0;
    found.set(relative, `${isExecutable ? 'x' : '-'}${fs.readFileSync(absolute, 'latin1')}`);
  }
  return found;
}

/** The paths in which two snapshots differ, for messages that can be read. */
export function differing(one: Snapshot, other: Snapshot): string[] {
  const paths = new Set([...one.keys(), ...other.keys()]);
  return [...paths].filter((each) => one.get(each) !== other.get(each)).toSorted();
}

/** The same backend with some of its contexts alone. */
export function only(raw: RawBlueprint, names: ReadonlySet<string>): RawBlueprint {
  const contexts = raw.contexts.filter(({ name }) => names.has(name));
  if (raw.deployables === undefined) return { ...raw, contexts };
  const deployables = raw.deployables
    .map(({ name, contexts: hosted }) => ({
      name,
      contexts: hosted.filter((each) => names.has(each)),
    }))
    .filter(({ contexts: hosted }) => hosted.length > 0);
  return { ...raw, contexts, deployables };
}

/**
 * An order in which the contexts can be added one by one, each after those it names, as near to
 * the wished one as that allows.
 */
export function addable(
  raw: RawBlueprint,
  wished: readonly string[],
): readonly [RawContext, ...RawContext[]] {
  const waiting = wished.map((name) => {
    const context = raw.contexts.find((each) => each.name === name);
    if (context === undefined) throw new Error(`There is no context ${name}.`);
    return context;
  });
  const ordered: RawContext[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex((context) =>
      raw.contexts.every(
        ({ name }) =>
          name === context.name || !names(context, name) || ordered.some((o) => o.name === name),
      ),
    );
    if (at === -1) throw new Error('These contexts name one another in a circle.');
    ordered.push(...waiting.splice(at, 1));
  }
  const [first, ...rest] = ordered;
  if (first === undefined) throw new Error('There is no context at all.');
  return [first, ...rest];
}

function names(context: RawContext, other: string): boolean {
  const text = JSON.stringify(context);
  return text.includes(`"${other}.`) || text.includes(`ref(${other}.`);
}
