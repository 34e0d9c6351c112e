import type { Blueprint } from '../../blueprint/model.ts';
import type { Files } from '../../check/reading/files.ts';
import { blobHash } from '../../repository/blob-hash.ts';
import { readBlobs } from '../../repository/git/objects.ts';
import { runGit } from '../../repository/git/run.ts';
import type { Lock } from '../../repository/lock.ts';
import { err, exitCodes, ok, type Outcome } from '../command.ts';
import { draftRepository, loadPack } from '../rendered-repository.ts';
import { version } from '../version.ts';

/** Contracts as they were published: path → text, and what could not be had. */
export interface EarlierContracts {
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

const CONTRACT = /^contexts\/[^/]+\/src\/contracts\/.+\.ts$/;

/**
 * The contracts of a revision, e.g. the branch that a pull request goes to. It sees what people wrote
 * themselves, and what a change of the blueprint made of an event.
 */
export async function contractsOf(
  root: string,
  revision: string,
): Promise<Outcome<EarlierContracts>> {
  const commit = await runGit(
    root,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    { mode: 'read' },
  );
  if (commit.kind !== 'done') {
    return err({
      code: 'unknown-revision',
      message: `--base: git knows no commit ${revision} here.`,
      hint: 'Fetch it first; in CI, check out with the whole history (fetch-depth: 0).',
      exit: exitCodes.usage,
    });
  }
  const id = commit.stdout.toString('utf8').trim();
  const listed = await runGit(root, ['ls-tree', '-r', '-z', id, '--', 'contexts/'], {
    mode: 'read',
  });
  const blobs = listed.stdout.toString('utf8').split('\0').flatMap(contractIn);
  const { found, missing } = await readBlobs(
    root,
    blobs.map(({ blob }) => blob),
  );
  const texts = new Map(
    blobs.flatMap(({ path, blob }) => {
      const content = found.get(blob);
      return content === undefined ? [] : [[path, content.toString('utf8')] as const];
    }),
  );
  const notes =
    missing.length === 0
      ? []
      : [
          `${missing.length} contracts of ${revision} are not in this clone, and were not compared.`,
        ];
  return ok({ texts, notes });
}

/** `100644 blob <hash>\t<path>` */
function contractIn(line: string): readonly { readonly path: string; readonly blob: string }[] {
  const [head = '', path = ''] = line.split('\t');
  const [mode = '', type, blob = ''] = head.split(' ');
  return mode.startsWith('100') && type === 'blob' && CONTRACT.test(path) ? [{ path, blob }] : [];
}

/**
 * The contracts as they were emitted: what is unchanged is at hand, the rest is in git's objects by the
 * hash in the lock, or rendered from its blueprint where this version emitted it.
 */
export async function emittedContracts(
  root: string,
  files: Files,
  lock: Lock | null,
  blueprint: Blueprint,
): Promise<EarlierContracts> {
  const texts = new Map<string, string>();
  const wanted = new Map<string, string>();
  for (const [path, { blob }] of lock?.files ?? []) {
    if (!CONTRACT.test(path)) continue;
    const text = files.text(path);
    if (text !== null && blobHash(text) === blob) texts.set(path, text);
    else wanted.set(path, blob);
  }
  if (wanted.size === 0) return { texts, notes: [] };

  const { found } = await readBlobs(root, [...wanted.values()]);
  const drafts = lock?.version === version ? await drafted(blueprint) : new Map<string, string>();
  const lost: string[] = [];
  for (const [path, blob] of wanted) {
    const text = found.get(blob)?.toString('utf8') ?? drafts.get(path);
    if (text === undefined) lost.push(path);
    else texts.set(path, text);
  }
  const notes =
    lost.length === 0
      ? []
      : [
          `${lost.length} contracts were changed since they were emitted, and their first form is not in git: they were not compared (${lost.slice(0, 3).join(', ')}${lost.length > 3 ? ', …' : ''}).`,
        ];
  return { texts, notes };
}

/** Unformatted, which is no matter: what is compared is what the texts say. */
async function drafted(blueprint: Blueprint): Promise<ReadonlyMap<string, string>> {
  const pack = await loadPack(blueprint.stack);
  if (!pack.ok) return new Map();
  const drafts = draftRepository(blueprint, pack.value);
  return new Map([...drafts].map(([path, { content }]) => [path, content]));
}
