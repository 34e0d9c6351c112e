import type { Blueprint } from '../../blueprint/model.ts';
import { writeBlueprint } from '../../blueprint/write.ts';
import { basesNeeded } from '../../repository/plan-change.ts';
import { emittingVersion } from '../bases/emitting-version.ts';
import { findBases, type Bases, type BaseSource } from '../bases/find-bases.ts';
import { folderOf } from '../bases/folder.ts';
import { gitObjects } from '../bases/git-objects.ts';
import { err, exitCodes, ok, type CommandError, type Outcome, type World } from '../command.ts';
import { folderRefusal } from '../folder-refusal.ts';
import { settingsIn, type OpenedRepository } from '../open-repository.ts';
import { renderChange, type RenderedChange } from '../render-change.ts';
import { isThere, renderUpgrade, type RenderedUpgrade } from '../render-upgrade.ts';
import { SCHEMA_FILE } from '../rendered-repository.ts';
import { listed } from '../repository/readiness.ts';
import { version } from '../version.ts';

/** Where the texts as emitted may be looked for. */
export interface BasePlaces {
  /** a folder rendered by the emitting version; null: none was given */
  readonly base: string | null;
  /** npm is not asked */
  readonly offline: boolean;
}

/** Both sides of an upgrade, with the texts as emitted that merging needs. */
export async function renderedFor(
  repository: OpenedRepository,
  after: Blueprint,
  places: BasePlaces,
  world: World,
): Promise<Outcome<RenderedChange>> {
  const { lock, blueprint, workingCopy } = repository;
  const settings = settingsIn(repository);
  if (lock.version === version) {
    const { files: locked, sources } = lock;
    return renderChange(blueprint, after, { locked, sources, settings });
  }
  const rendered = await renderUpgrade(lock, after, workingCopy, settings);
  return rendered.ok ? withBases(rendered.value, repository, places, world) : rendered;
}

/** Finds the texts as emitted of the files that people changed, and this version changes too. */
async function withBases(
  rendered: RenderedUpgrade,
  repository: OpenedRepository,
  places: BasePlaces,
  world: World,
): Promise<Outcome<RenderedChange>> {
  const { differences, files, stack } = rendered;
  const { lock, workingCopy } = repository;
  const needed = await basesNeeded({ differences, files, workingCopy, locked: lock.files });
  if (!needed.ok) return err(folderRefusal(needed.error));

  const wanted = new Map<string, string>();
  const wasAt = new Map<string, string>();
  for (const { path, movedFrom = path, base } of differences) {
    if (base === null || !needed.value.includes(path)) continue;
    wanted.set(movedFrom, base.blob);
    wasAt.set(path, movedFrom);
  }
  const bases = await findBases(wanted, sourcesFor(repository, places, world));
  // History is never merged; and of a file that is gone, the text only tells where it was moved to.
  const isMerged = (path: string): boolean => !stack.isHistory(path) && isThere(workingCopy, path);
  const missing = [...wasAt].flatMap(([path, was]) =>
    bases.missing.includes(was) && (isMerged(path) || isMerged(was)) ? [was] : [],
  );
  if (missing.length > 0) return err(baseMissing(repository, places, { ...bases, missing }));
  return ok({
    ...rendered,
    differences: await Promise.all(
      differences.map(async (difference) => {
        const { base, path } = difference;
        const text = bases.texts.get(wasAt.get(path) ?? '');
        if (base === null || text === undefined) return difference;
        return { ...difference, base: { ...base, content: await rendered.inItsStyle(path, text) } };
      }),
    ),
  });
}

function sourcesFor(
  { root, git, lock, blueprint }: OpenedRepository,
  { base, offline }: BasePlaces,
  world: World,
): readonly BaseSource[] {
  const emitting = {
    version: lock.version,
    blueprint: writeBlueprint(blueprint, { schemaUrl: SCHEMA_FILE }),
  };
  return [
    ...(git === null ? [] : [gitObjects(root)]),
    ...(base === null ? [] : [folderOf(base)]),
    ...(base !== null || offline ? [] : [emittingVersion(emitting, world)]),
  ];
}

function baseMissing(
  { root, lock, git }: OpenedRepository,
  { base, offline }: BasePlaces,
  { missing, problems }: Bases,
): CommandError {
  const from = lock.version;
  const one = missing.length === 1;
  return {
    code: 'base-missing',
    message: [
      `${one ? 'A file was' : `${missing.length} files were`} changed here and by ${version}, and how ${from} had emitted ${one ? 'it' : 'them'} is not known:\n${listed(missing)}`,
      ...problems,
      ...(base === null ? [] : [`${base} does not hold ${one ? 'it' : 'them'} as the lock says.`]),
    ].join('\n'),
    hint: [
      ...(git === null ? [] : ['In a shallow clone, fetch the rest: git fetch --unshallow']),
      ...(offline ? ['With npm: leave --offline away.'] : []),
      `By hand: npx create-backend@${from} render --blueprint <backend.yaml of that time> --out ../base`,
      `then: create-backend upgrade --base ../base   (in ${root})`,
    ].join('\n'),
    exit: exitCodes.refused,
  };
}
