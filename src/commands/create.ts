import path from 'node:path';

import { decisionsOf, type Decision } from '../advisor/index.ts';
import type { LockSources } from '../blueprint/locked-source.ts';
import type { Blueprint } from '../blueprint/model.ts';
import {
  enclosingRepository,
  initialiseGit,
  type GitOutcome,
} from '../repository/git/initialise.ts';
import type { FolderError } from '../repository/folder-error.ts';
import { planCreation, type Change } from '../repository/plan.ts';
import { inspectTarget, type Target } from '../repository/target.ts';
import { finishInterrupted, writeNewRepository } from '../repository/write-new.ts';
import { err, exitCodes, ok, type CommandError, type Outcome, type World } from './command.ts';
import { lockAbove } from './lock-above.ts';
import { renderRepository } from './rendered-repository.ts';
import { runSetup } from './setup.ts';
import { nextSteps } from './next-steps.ts';

export interface CreateRequest {
  /** the folder to write, relative to the world's or absolute */
  readonly directory: string;
  readonly blueprint: Blueprint;
  /** where its preset came from; null or absent: from this program, or from a file */
  readonly sources?: LockSources | null;
  readonly dryRun: boolean;
  /** initialise a git repository and commit */
  readonly git: boolean;
  /** run the repository's own `setup` afterwards */
  readonly install: boolean;
}

export interface CreateReport {
  /** absolute */
  readonly directory: string;
  readonly dryRun: boolean;
  readonly changes: readonly Change[];
  readonly decisions: readonly Decision[];
  /** What a person should know about what was done, a sentence each. */
  readonly notes: readonly string[];
  /** Command lines to go on with. */
  readonly next: readonly string[];
}

/** Writes the repository of a blueprint into a new or empty folder, all or nothing. */
export async function create(request: CreateRequest, world: World): Promise<Outcome<CreateReport>> {
  const directory = path.resolve(world.cwd, request.directory);
  const decisions = decisionsOf(request.blueprint);

  if (!request.dryRun && finishInterrupted(directory)) {
    world.progress(`Finished what an interrupted run had begun in ${directory}.`);
  }
  const target = inspectTarget(directory);
  if (!target.ok) return err(refused(target.error));

  const above = lockAbove(directory);
  if (above !== null) return err(insideARepository(directory, above.root));

  world.progress('Rendering');
  const rendered = await renderRepository(request.blueprint, decisions, request.sources);
  if (!rendered.ok) return rendered;
  const { stack, tree } = rendered.value;

  const { changes } = planCreation(tree);
  const report = { directory, dryRun: request.dryRun, changes, decisions };
  if (request.dryRun) {
    const next = nextSteps(stack, world.cwd, directory, request.install);
    return ok({ ...report, notes: [], next });
  }

  world.progress(`Writing ${changes.length} files`);
  let git: GitOutcome | null = null;
  const written = await writeNewRepository(target.value, tree, world.signal, async (folder) => {
    git = request.git ? await gitFor(target.value, folder, request.blueprint.name) : null;
  });
  if (!written.ok) return err(refused(written.error));

  const setup = request.install ? await runSetup(stack, directory, world) : ok(notAsked);
  if (!setup.ok) return setup;
  const { installed } = setup.value;
  const notes = [...gitNotes(git), ...(installed ? [] : setupNotes(setup.value.note))];
  return ok({ ...report, notes, next: nextSteps(stack, world.cwd, directory, installed) });
}

const notAsked = { installed: false, note: null } as const;

function setupNotes(note: string | null): string[] {
  return note === null ? [] : [note];
}

async function gitFor(target: Target, folder: string, name: string): Promise<GitOutcome> {
  if (target.hasGit) return { kind: 'skipped', reason: 'has-git' };
  const outer = await enclosingRepository(path.dirname(folder));
  if (outer !== null) return { kind: 'skipped', reason: 'inside-a-repository', detail: outer };
  return initialiseGit(folder, `Create ${name}`);
}

function gitNotes(git: GitOutcome | null): string[] {
  if (git === null || git.kind === 'committed') return [];
  if (git.kind === 'initialised') {
    return [
      'The files are staged but not committed: git has no identity (git config user.name, user.email).',
    ];
  }
  switch (git.reason) {
    case 'has-git':
      return ['The folder had a .git already: nothing was staged or committed.'];
    case 'inside-a-repository':
      return [`No git repository was made: ${git.detail ?? 'a folder above'} is one already.`];
    case 'git-missing':
      return ['No git repository was made: git is not installed.'];
    case 'git-failed':
      return [`No commit was made: ${git.detail ?? 'git failed'}`];
  }
}

/** A repository in a repository shares its hooks, its checks and its lock file of dependencies: nobody means that. */
function insideARepository(directory: string, root: string): CommandError {
  return {
    code: 'inside-a-repository',
    message: `${directory} lies in ${root}, a repository that create-backend made.`,
    hint: 'To add a context to it, run "create-backend module <name>" there; a backend of its own goes into a folder outside.',
    exit: exitCodes.refused,
  };
}

function refused(error: FolderError): CommandError {
  const exit =
    error.code === 'cancelled'
      ? exitCodes.cancelled
      : error.code === 'disk-full' || error.code === 'write-failed'
        ? exitCodes.failure
        : exitCodes.refused;
  return { code: error.code, message: error.message, hint: error.hint, exit };
}
