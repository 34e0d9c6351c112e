import type { Blueprint } from '../blueprint/model.ts';
import type { BlueprintProblem } from '../blueprint/problem.ts';
import type { Formatter } from '../render/format.ts';
import { formatted } from '../render/render.ts';
import { allFiles } from '../repository/all-files.ts';
import type { Recovery } from '../repository/transaction/index.ts';
import { ok, type Outcome, type World } from './command.ts';
import {
  BLUEPRINT_FILE,
  openRepository,
  settingsIn,
  type OpenedRepository,
} from './open-repository.ts';
import { draftRepository, elementsOf, loadPack, type Pack } from './rendered-repository.ts';
import { styleOf } from './render-change.ts';
import { compareVersions } from './semantic-version.ts';
import { blueprintDifferences, type BlueprintDifference } from './status/blueprint-drift.ts';
import { fileStates, type FileStatus, type RenderedFile } from './status/file-states.ts';
import { modelDrift, type ModelDrift } from './status/model-drift.ts';
import { version } from './version.ts';

export interface StatusReport {
  /** absolute */
  readonly directory: string;
  readonly name: string;
  /** the version that wrote the repository last, and this one */
  readonly versions: { readonly repository: string; readonly program: string };
  /** every emitted file */
  readonly files: readonly FileStatus[];
  /** of `backend.yaml` against what was applied */
  readonly blueprint: BlueprintState;
  readonly model: ModelDrift;
  /** Whether anything of it asks for something to be done: exit 4. */
  readonly drift: boolean;
  /** What became of an earlier run that had been killed. */
  readonly recovered: Recovery;
  readonly notes: readonly string[];
  /** Command lines to go on with. */
  readonly next: readonly string[];
}

export interface BlueprintState {
  readonly state: 'applied' | 'changed' | 'invalid' | 'missing';
  readonly differences: readonly BlueprintDifference[];
  readonly problems: readonly Pick<BlueprintProblem, 'code' | 'message' | 'pointer' | 'line'>[];
}

/** Compares a repository with what was emitted, what this version would emit, and its blueprint. Writes nothing. */
export async function status(directory: string, world: World): Promise<Outcome<StatusReport>> {
  const opened = await openRepository(directory, world, { writing: false, allowDirty: true });
  if (!opened.ok) return opened;
  const repository = opened.value;
  const { lock, workingCopy, git } = repository;
  const pack = await loadPack(repository.blueprint.stack);
  if (!pack.ok) return pack;
  const { stack } = pack.value;

  const isNewer = compareVersions(lock.version, version) > 0;
  const style = await styleOf(pack.value, {
    locked: lock.files,
    settings: settingsIn(repository),
  });
  const files = await fileStates({
    workingCopy,
    locked: lock.files,
    rendered: isNewer ? null : await rendered(repository.blueprint, pack.value, style.emitted),
    isHistory: (path) => stack.isHistory(path),
    unmerged: git?.unmerged ?? [],
    format: style.emitted,
    usersFormat: style.users,
  });
  const written = repository.written();
  const blueprint = blueprintState(repository.blueprint, written);
  const model = modelDrift({
    elements: elementsOf(repository.blueprint, pack.value),
    blueprints: [
      repository.blueprint,
      ...(written?.blueprint.ok === true ? [written.blueprint.value.blueprint] : []),
    ],
    emitted: new Set(lock.files.keys()),
    present: new Set(files.filter(({ state }) => state !== 'deleted').map(({ path }) => path)),
    files: await allFiles(repository.root),
    contextFolder: (context) => stack.contextFolder(context),
  });
  const found = { files, blueprint, model };
  return ok({
    directory: repository.root,
    name: repository.blueprint.name,
    versions: { repository: lock.version, program: version },
    ...found,
    drift: isDrift(found),
    recovered: repository.recovered,
    notes: [...repository.notes, ...(isNewer ? [newer(lock.version)] : [])],
    next: nextAfter(found),
  });
}

async function rendered(
  blueprint: Blueprint,
  pack: Pack,
  format: Formatter,
): Promise<ReadonlyMap<string, RenderedFile>> {
  const drafts = draftRepository(blueprint, pack);
  const contents = await formatted([...drafts.values()], format);
  return new Map(
    [...drafts.values()].map(({ path, executable }) => [
      path,
      { content: contents.get(path) ?? '', executable, owner: pack.stack.ownerOf(path) },
    ]),
  );
}

function blueprintState(
  applied: Blueprint,
  written: ReturnType<OpenedRepository['written']>,
): BlueprintState {
  const nothing = { differences: [], problems: [] };
  if (written === null) return { state: 'missing', ...nothing };
  if (!written.blueprint.ok) {
    const problems = written.blueprint.error.map(({ code, message, pointer, line }) => ({
      code,
      message,
      pointer,
      line,
    }));
    return { ...nothing, state: 'invalid', problems };
  }
  const differences = blueprintDifferences(applied, written.blueprint.value.blueprint);
  return { ...nothing, state: differences.length === 0 ? 'applied' : 'changed', differences };
}

type Found = Pick<StatusReport, 'files' | 'blueprint' | 'model'>;

/** What people edit and delete is their life with the repository; see docs/adr on what drift is. */
function isDrift({ files, blueprint, model }: Found): boolean {
  return (
    files.some(({ state, outdated }) => state === 'conflicting' || outdated !== null) ||
    blueprint.state === 'changed' ||
    blueprint.state === 'invalid' ||
    model.missing.length + model.unknown.length > 0
  );
}

function nextAfter({ files, blueprint, model }: Found): readonly string[] {
  const conflicting = files.some(({ state }) => state === 'conflicting');
  const outdated = files.some((file) => file.outdated !== null) || blueprint.state === 'changed';
  return [
    ...(conflicting ? ['git mergetool   # or edit the files, and git add them'] : []),
    ...(blueprint.state === 'invalid' ? [`edit ${BLUEPRINT_FILE}`] : []),
    ...(outdated ? ['create-backend upgrade --dry-run', 'create-backend upgrade'] : []),
    ...model.missing
      .filter(({ kind }) => kind === 'context')
      .map(({ name }) => `create-backend module remove ${name}   # or git restore its files`),
  ];
}

const newer = (by: string): string =>
  `The repository was written by create-backend ${by}, this is ${version}: whether files are outdated is not known. Use npx create-backend@${by} status.`;
