import { invalidBlueprint } from './problems.ts';
import { isFolder } from './bases/folder.ts';
import { planOf } from './change-repository.ts';
import { err, exitCodes, ok, type CommandError, type Outcome, type World } from './command.ts';
import { BLUEPRINT_FILE, openRepository, type OpenedRepository } from './open-repository.ts';
import { dataThatStays } from './module/data.ts';
import type { RenderedChange } from './render-change.ts';
import { refuseUnready } from './repository/readiness.ts';
import { compareVersions } from './semantic-version.ts';
import { applyUpgrade } from './upgrade/apply.ts';
import { newBranchFor } from './upgrade/new-branch.ts';
import { renderedFor, type BasePlaces } from './upgrade/rendered.ts';
import { dueReport, reportOfUpgrade, type UpgradeReport } from './upgrade/report.ts';
import { finishUpgrade, settledReport, unresolvedFiles } from './upgrade/resume.ts';
import { takeBackUpgrade } from './upgrade/take-back.ts';
import { putAwayUnwritten, underWayUpgrade } from './upgrade/under-way.ts';
import { version } from './version.ts';

export interface UpgradeRequest extends BasePlaces {
  /** a folder of the repository, relative to the world's or absolute */
  readonly directory: string;
  /** `preview`: the plan; `check`: whether there is any, without npm; `take-back`: undo what is not committed */
  readonly mode: 'apply' | 'preview' | 'check' | 'take-back';
  /** Where the changes go: null: the branch that is checked out; '': a new one with our name for it. */
  readonly branch: string | null;
  readonly allowDirty: boolean;
}

/**
 * Brings a repository to this version's templates and to its backend.yaml as written now: what both
 * changed is merged into what people made of it.
 *
 *   open → finish or refuse what an earlier upgrade left → render → plan → apply → (commit)
 */
export async function upgrade(
  request: UpgradeRequest,
  world: World,
): Promise<Outcome<UpgradeReport>> {
  if (request.base !== null && !isFolder(request.base)) return err(noBase(request.base));
  const opened = await openForUpgrade(request, world);
  if (!opened.ok) return opened;
  const underWay = underWayUpgrade(opened.value);
  if (request.mode === 'take-back')
    return takeBackUpgrade(opened.value, underWay, request.allowDirty, world);

  const unresolved = unresolvedFiles(opened.value, underWay);
  if (unresolved !== null) return err(unresolved);
  const made = underWay?.branch?.made;
  if (underWay !== null && made === opened.value.git?.branch && request.mode === 'apply')
    return finishUpgrade(opened.value, underWay);

  const ready = readyFor(request, opened.value, underWay?.files.map(({ path }) => path) ?? []);
  if (!ready.ok) return ready;
  const rendered = await renderedForUpgrade(request, ready.value, world);
  if (!rendered.ok) {
    const isKnown = request.mode === 'check' && rendered.error.code === 'base-missing';
    return isKnown ? ok(dueReport(ready.value, rendered.error.message)) : rendered;
  }
  const plan = await planOf(ready.value, rendered.value, {
    teamFiles: 'keep',
    // What the upgrade under way wrote is not tracked yet; it is refused below, where there is more.
    allowDirty: request.allowDirty || request.mode !== 'apply' || underWay !== null,
  });
  if (!plan.ok) return plan;

  const isCurrent = plan.value.writes.length === 0 && plan.value.conflicts.length === 0;
  const report = reportOfUpgrade(ready.value, rendered.value, plan.value, {
    dryRun: request.mode !== 'apply',
    onBranch: request.branch !== null,
  });
  if (request.mode !== 'apply') return ok(report);
  if (isCurrent) return ok(underWay === null ? report : settledReport(ready.value, underWay));
  if (underWay !== null) return err(uncommitted(underWay.to));
  const branch = await newBranchFor(request.branch, ready.value);
  if (!branch.ok) return branch;
  return applyUpgrade(ready.value, plan.value, report, branch.value, world);
}

async function openForUpgrade(
  { directory, mode }: UpgradeRequest,
  world: World,
): Promise<Outcome<OpenedRepository>> {
  const reading = { writing: false, allowDirty: true };
  const opened = await openRepository(directory, world, reading);
  if (
    !opened.ok ||
    mode === 'preview' ||
    mode === 'check' ||
    !(await putAwayUnwritten(opened.value))
  )
    return opened;
  return openRepository(directory, world, reading);
}

/** The repository, where it is in a state to be written to: what an upgrade reads and wrote may be uncommitted. */
function readyFor(
  { mode, allowDirty }: UpgradeRequest,
  repository: OpenedRepository,
  written: readonly string[],
): Outcome<OpenedRepository> {
  const ready = refuseUnready(ok(repository.git), {
    writing: mode === 'apply',
    allowDirty: allowDirty || [BLUEPRINT_FILE, ...written],
  });
  if (!ready.ok) return ready;
  return ok({ ...repository, notes: [...repository.notes, ...ready.value.notes] });
}

/** What this version makes of backend.yaml, beside what the repository was emitted as. */
async function renderedForUpgrade(
  request: UpgradeRequest,
  repository: OpenedRepository,
  world: World,
): Promise<Outcome<RenderedChange>> {
  const from = repository.lock.version;
  if (compareVersions(from, version) > 0) return err(downgrade(from));
  const written = repository.written();
  if (written === null) return err(noBlueprint);
  const { blueprint, text } = written;
  if (!blueprint.ok) return err(invalidBlueprint(blueprint.error, text));
  world.progress('Rendering');
  const places = { ...request, offline: request.offline || request.mode === 'check' };
  const after = blueprint.value.blueprint;
  const rendered = await renderedFor(repository, after, places, world);
  if (!rendered.ok) return rendered;
  const stays = new Set(after.contexts.map(({ name }) => name));
  const gone = repository.blueprint.contexts.filter(({ name }) => !stays.has(name));
  const notes = [...rendered.value.notes, ...gone.flatMap(({ name }) => dataThatStays(name))];
  return ok({ ...rendered.value, notes });
}

function noBase(folder: string): CommandError {
  return {
    code: 'file-not-readable',
    message: `--base: there is no folder ${folder}.`,
    hint: 'Check the path; it is made by: npx create-backend@<version in backend.lock.json> render --out <folder>',
    exit: exitCodes.usage,
  };
}

function downgrade(from: string): CommandError {
  return {
    code: 'downgrade',
    message: `The repository is of create-backend ${from}; this is ${version}, which is older.`,
    hint: `Run a version that is not: npx create-backend@${from} upgrade, or npx create-backend@latest upgrade.`,
    exit: exitCodes.refused,
  };
}

const noBlueprint: CommandError = {
  code: 'no-blueprint',
  message: `There is no ${BLUEPRINT_FILE}, which says what the repository is to be.`,
  hint: `Take it from the last commit: git restore -- ${BLUEPRINT_FILE}`,
  exit: exitCodes.refused,
};

function uncommitted(to: string): CommandError {
  return {
    code: 'uncommitted-upgrade',
    message: `The upgrade to ${to} is not committed yet, and there is more to upgrade now.`,
    hint: 'Commit it first, or take it back: create-backend upgrade --abort',
    exit: exitCodes.refused,
  };
}
