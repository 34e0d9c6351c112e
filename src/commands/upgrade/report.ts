import type { Change, ChangePlan } from '../../repository/plan.ts';
import { reportOf, type ChangeReport } from '../change-repository.ts';
import { BLUEPRINT_FILE, type OpenedRepository } from '../open-repository.ts';
import type { RenderedChange } from '../render-change.ts';
import { version } from '../version.ts';
import { stepsAfterUpgrade } from './next-steps.ts';

export interface UpgradeReport extends ChangeReport {
  readonly outcome: 'current' | 'due' | 'upgraded' | 'conflicts' | 'finished' | 'taken-back';
  /** the versions before and after */
  readonly from: string;
  readonly to: string;
  /** the branch that was made; null: none */
  readonly branch: string | null;
  /** the commit that was made; null: none */
  readonly commit: string | null;
  /** The command line that takes it back; null: there is nothing to, or no way. */
  readonly undo: string | null;
}

/** The command line that goes on with an upgrade. */
export const again = `npx create-backend@${version} upgrade`;

/** What an upgrade does, told before it is done. */
export function reportOfUpgrade(
  repository: OpenedRepository,
  rendered: RenderedChange,
  plan: ChangePlan,
  { dryRun, onBranch }: { readonly dryRun: boolean; readonly onBranch: boolean },
): UpgradeReport {
  const report = reportOf(repository, rendered, plan, { dryRun });
  const isCurrent = plan.writes.length === 0 && plan.conflicts.length === 0;
  const isWritten = !isCurrent && !dryRun;
  const { stack } = rendered;
  const hasGit = repository.git !== null;
  const steps = { stack, hasGit, onBranch, again, title: commitMessage(versions(repository)) };
  return {
    ...report,
    ...versions(repository),
    changes: isCurrent ? [] : plan.changes.filter((change) => !isAsTyped(change)),
    outcome: isCurrent ? 'current' : isWritten ? outcomeOf(plan) : 'due',
    branch: null,
    commit: null,
    undo: isWritten && hasGit ? `${again} --abort` : null,
    next: isWritten ? stepsAfterUpgrade(report, steps) : [],
  };
}

/** What was typed into backend.yaml is asked for; that it is there already is no news. */
const isAsTyped = ({ path, action }: Change): boolean =>
  path === BLUEPRINT_FILE && action === 'identical';

const outcomeOf = ({ conflicts }: ChangePlan): 'conflicts' | 'upgraded' =>
  conflicts.length > 0 ? 'conflicts' : 'upgraded';

/** The report of what changes no plan. */
export function emptyReport(
  repository: OpenedRepository,
  about: Pick<UpgradeReport, 'from' | 'outcome'>,
): UpgradeReport {
  return {
    directory: repository.root,
    dryRun: false,
    changes: [],
    conflicts: [],
    notes: repository.notes,
    next: [],
    to: version,
    branch: null,
    commit: null,
    undo: null,
    ...about,
  };
}

/** There is something to upgrade; what it comes to is not known without the texts as emitted. */
export function dueReport(repository: OpenedRepository, because: string): UpgradeReport {
  const report = emptyReport(repository, { from: repository.lock.version, outcome: 'due' });
  const note = `Which files change was not worked out; --dry-run may ask npm. ${because}`;
  return { ...report, dryRun: true, notes: [...report.notes, note] };
}

function versions({ lock }: OpenedRepository): Pick<UpgradeReport, 'from' | 'to'> {
  return { from: lock.version, to: version };
}

export function commitMessage({
  from,
  to,
}: {
  readonly from: string;
  readonly to: string;
}): string {
  return from === to ? 'Apply backend.yaml' : `Upgrade from create-backend ${from} to ${to}`;
}
