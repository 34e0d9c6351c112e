import type { Blueprint } from '../blueprint/model.ts';
import type { Draft } from '../render/render.ts';
import { blobHash } from '../repository/blob-hash.ts';
import type { Difference } from '../repository/difference.ts';
import { writeLock, type Lock, type LockedFile } from '../repository/lock.ts';
import type { WorkingCopy } from '../repository/working-copy.ts';
import { renamedPaths } from '../stacks/renamed-paths.ts';
import type { Stack } from '../stacks/stack.ts';
import { ok, type Outcome } from './command.ts';
import { styleOf, textsOf, type RenderedChange, type Text } from './render-change.ts';
import { draftRepository, loadPack } from './rendered-repository.ts';
import { compareVersions } from './semantic-version.ts';
import { version } from './version.ts';

/** What this version emits otherwise than the one that emitted the repository. */
export interface RenderedUpgrade extends RenderedChange {
  /** A text as emitted, in the repository's own format. */
  inItsStyle(path: string, text: string): Promise<string>;
}

/**
 * Renders a blueprint with this version's templates and compares it with a lock of an older one,
 * of whose texts only the hashes are known.
 */
export async function renderUpgrade(
  lock: Lock,
  after: Blueprint,
  copy: WorkingCopy,
  settings: (path: string) => string | null,
): Promise<Outcome<RenderedUpgrade>> {
  const pack = await loadPack(after.stack);
  if (!pack.ok) return pack;
  const { stack } = pack.value;
  const drafts = draftRepository(after, pack.value);
  const style = await styleOf(pack.value, { locked: lock.files, settings });
  const { users } = style;
  // All of them in this version's own style, for the lock; few of them in the repository's.
  const emitted = await textsOf([...drafts.keys()], drafts, { ...style, users: null });
  const files = new Map<string, LockedFile>(
    [...emitted].map(([path, text]) => [
      path,
      { owner: stack.ownerOf(path), blob: blobHash(text.emitted) },
    ]),
  );
  const isSame = ({ was, now }: Pair): boolean =>
    was !== null && was === now && lock.files.get(was)?.blob === files.get(now)?.blob;
  const pairs = pairsOf(lock, drafts, stack, copy).filter((pair) => !isSame(pair));
  const changed = pairs.flatMap(({ now }) => (now === null ? [] : [now]));
  const theirs = users === null ? emitted : await textsOf(changed, drafts, style);
  return ok({
    stack,
    differences: pairs.map((pair) => difference(pair, lock, theirs, stack)),
    files,
    lock: (all) => writeLock(version, after, all, lock.sources),
    format: users ?? style.emitted,
    notes: style.notes,
    inItsStyle: async (path, text) => (users === null ? text : await users(path, text)),
  });
}

/** Where one file was emitted, and where it is emitted now. */
interface Pair {
  readonly was: string | null;
  readonly now: string | null;
}

function pairsOf(
  { files, version: from }: Lock,
  drafts: ReadonlyMap<string, Draft>,
  stack: Stack,
  copy: WorkingCopy,
): readonly Pair[] {
  const isNewer = (release: string): boolean => compareVersions(release, from) > 0;
  const moved = new Map(
    [...renamedPaths(files.keys(), stack.renames, isNewer)].filter(
      ([was, now]) =>
        drafts.has(now) && !drafts.has(was) && !(isThere(copy, was) && isThere(copy, now)),
    ),
  );
  const arrived = new Set(moved.values());
  const folders = new Set([...drafts.keys()].map(folderOf));
  const stays = (path: string): boolean =>
    stack.isHistory(path) && !drafts.has(path) && folders.has(folderOf(path));
  return [
    ...[...files.keys()]
      .filter((was) => !stays(was) && !arrived.has(was))
      .map((was) => ({ was, now: moved.get(was) ?? (drafts.has(was) ? was : null) })),
    ...[...drafts.keys()]
      .filter((now) => !files.has(now) && !arrived.has(now))
      .map((now) => ({ was: null, now })),
  ];
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Whether people have a file there; what cannot be read is told when it is planned. */
export function isThere(copy: WorkingCopy, path: string): boolean {
  const file = copy.read(path);
  return file.ok && file.value !== null;
}

function difference(
  { was, now }: Pair,
  lock: Lock,
  theirs: ReadonlyMap<string, Text>,
  stack: Stack,
): Difference {
  const path = now ?? was ?? '';
  const base = was === null ? undefined : lock.files.get(was);
  return {
    path,
    owner: stack.ownerOf(path),
    base: base === undefined ? null : { blob: base.blob, content: null, executable: null },
    theirs: now === null ? null : (theirs.get(now) ?? null),
    ...(was === null || now === null || was === now ? {} : { movedFrom: was }),
  };
}
