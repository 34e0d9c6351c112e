import { isDeepStrictEqual } from 'node:util';

import type { LockSources } from '../blueprint/locked-source.ts';
import type { Blueprint } from '../blueprint/model.ts';
import { emittedFormatter, usersFormatter } from '../formatting/formatter.ts';
import type { Formatter } from '../render/format.ts';
import { formatted, type Draft } from '../render/render.ts';
import { blobHash } from '../repository/blob-hash.ts';
import type { Base, Difference, Theirs } from '../repository/difference.ts';
import { writeLock, type LockedFile } from '../repository/lock.ts';
import type { Stack } from '../stacks/stack.ts';
import { ok, type Outcome } from './command.ts';
import { draftRepository, formatSettings, loadPack, type Pack } from './rendered-repository.ts';
import { version } from './version.ts';

/** What a change of the blueprint changes in the repository. */
export interface RenderedChange {
  readonly stack: Stack;
  readonly differences: readonly Difference[];
  /** Every file of the new rendering, as the lock is to have it. */
  readonly files: ReadonlyMap<string, LockedFile>;
  /** The text of the new lock, given its files. */
  lock(files: ReadonlyMap<string, LockedFile>): string;
  /** Formats as the repository does. */
  readonly format: Formatter;
  readonly notes: readonly string[];
}

export interface RenderOptions {
  /** The files of a lock that this version wrote for `before`: their hashes need not be computed again. */
  readonly locked: ReadonlyMap<string, LockedFile>;
  /** of that lock; carried over */
  readonly sources?: LockSources | null;
  /** The text of the formatter's settings in the repository; null: it has none. */
  readonly settings: (path: string) => string | null;
}

/** Renders two blueprints with this version's templates; only what differs is formatted. */
export async function renderChange(
  before: Blueprint,
  after: Blueprint,
  options: RenderOptions,
): Promise<Outcome<RenderedChange>> {
  const loaded = await loadPack(after.stack);
  if (!loaded.ok) return loaded;
  const pack = loaded.value;
  const { stack } = pack;
  const drafts = { before: draftRepository(before, pack), after: draftRepository(after, pack) };
  const paths = differing(drafts.before, drafts.after);

  const style = await styleOf(pack, options);
  const base = await textsOf(paths, drafts.before, style);
  const theirs = await textsOf(paths, drafts.after, style);
  const differences = paths.flatMap((path): Difference[] => {
    const difference = {
      path,
      owner: stack.ownerOf(path),
      base: baseOf(base.get(path)),
      theirs: theirsOf(theirs.get(path)),
    };
    return isSame(difference) ? [] : [difference];
  });
  return ok({
    stack,
    differences,
    files: await lockedAfter(drafts.after, theirs, options.locked, pack, style),
    lock: (files) => writeLock(version, after, files, options.sources),
    format: style.users ?? style.emitted,
    notes: style.notes,
  });
}

type Drafts = ReadonlyMap<string, Draft>;

function differing(before: Drafts, after: Drafts): readonly string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.filter((path) => {
    const [old, now] = [before.get(path), after.get(path)];
    return old?.content !== now?.content || old?.executable !== now?.executable;
  });
}

export interface Style {
  readonly emitted: Formatter;
  /** null: the settings are as they were emitted */
  readonly users: Formatter | null;
  readonly notes: readonly string[];
}

/** A reformatted repository is merged in its own style, so that only meaning is compared. */
export async function styleOf(pack: Pack, { settings }: RenderOptions): Promise<Style> {
  const own = formatSettings(pack);
  const emitted = await emittedFormatter(own);
  const path = pack.stack.formatSettingsPath;
  const text = settings(path);
  if (text === null) return { emitted, users: null, notes: [] };
  const parsed = await readSettings(text);
  if (isDeepStrictEqual(parsed, JSON.parse(own))) return { emitted, users: null, notes: [] };
  const users = parsed === null ? null : await usersFormatter(parsed, emitted);
  const notes =
    users === null
      ? [`${path} could not be used: files are formatted as create-backend formats them.`]
      : [];
  return { emitted, users, notes };
}

async function readSettings(text: string): Promise<Readonly<Record<string, unknown>> | null> {
  const { parse } = await import('jsonc-parser');
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

export interface Text {
  readonly emitted: string;
  readonly content: string;
  readonly executable: boolean;
}

export async function textsOf(
  paths: readonly string[],
  drafts: Drafts,
  style: Style,
): Promise<ReadonlyMap<string, Text>> {
  const needed = paths.flatMap((path) => drafts.get(path) ?? []);
  const emitted = await formatted(needed, style.emitted);
  const users = style.users === null ? emitted : await formatted(unformatted(needed), style.users);
  return new Map(
    needed.map(({ path, executable }) => {
      const own = emitted.get(path) ?? '';
      return [path, { emitted: own, content: users.get(path) ?? own, executable }] as const;
    }),
  );
}

/** A verbatim file is formatted as emitted, which says nothing of the user's settings. */
const unformatted = (drafts: readonly Draft[]): readonly Draft[] =>
  drafts.map((draft) => ({ ...draft, formatted: false }));

function baseOf(text: Text | undefined): Base | null {
  if (text === undefined) return null;
  const { emitted, content, executable } = text;
  return { blob: blobHash(emitted), content, executable };
}

const theirsOf = (text: Text | undefined): Theirs | null => text ?? null;

function isSame({ base, theirs }: Difference): boolean {
  return (
    base !== null &&
    theirs !== null &&
    base.executable === theirs.executable &&
    base.blob === blobHash(theirs.emitted)
  );
}

/** As the lock of a new repository has it: what the lock knows already, and what was rendered anew. */
async function lockedAfter(
  after: Drafts,
  texts: ReadonlyMap<string, Text>,
  locked: ReadonlyMap<string, LockedFile>,
  { stack }: Pack,
  { emitted }: Style,
): Promise<ReadonlyMap<string, LockedFile>> {
  const known = (path: string) => texts.has(path) || locked.has(path);
  const unknown = [...after.values()].filter(({ path }) => !known(path));
  const unlocked = await formatted(unknown, emitted);
  const files = new Map<string, LockedFile>();
  for (const path of after.keys()) {
    const text = texts.get(path)?.emitted ?? unlocked.get(path);
    const blob = text === undefined ? locked.get(path)?.blob : blobHash(text);
    if (blob === undefined) throw new Error(`${path} is neither rendered nor locked.`);
    files.set(path, { owner: stack.ownerOf(path), blob });
  }
  return files;
}
