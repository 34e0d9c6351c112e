import { JOURNAL } from './journal-name.ts';
import type { Step } from './manifest.ts';
import { damaged, Refusal } from './refusal.ts';
import { hasOld, isSound, isStaged, standingOf, type Standing } from './standing.ts';
import { newContent, NEW, OLD, oldContent, type Work } from './work.ts';

interface Surveyed {
  readonly step: Step;
  readonly index: number;
  readonly standing: Standing;
}

/**
 * Which way an interrupted transaction can go: forward where it was ready, unless somebody has put
 * files back since (`git checkout`); back where that had been begun. Returns the refusal where
 * either would lose what somebody wrote.
 */
export function survey(work: Work, wanted: 'forward' | 'back'): 'forward' | 'back' | Refusal {
  const surveyed = work.manifest.steps.map((step, index): Surveyed => ({
    step,
    index,
    standing: standingOf(work, step, index),
  }));
  if (wanted === 'forward' && surveyed.every((each) => canGoForward(work, each))) return 'forward';
  const touched = surveyed.filter(
    ({ step, index, standing }) =>
      standing === 'foreign' &&
      // Putting back leaves alone what was not touched yet.
      (wanted === 'forward' ||
        (step.after === null ? hasOld(work, index) : !isStaged(work, index))),
  );
  if (touched.length > 0) return changedSince(work, touched);
  return surveyed.every((each) => canGoBack(work, each)) ? 'back' : damaged();
}

function canGoForward(work: Work, { step, index, standing }: Surveyed): boolean {
  if (standing === 'foreign') return false;
  const staged = newContent(work.journal.folder, index);
  if (step.after !== null && isStaged(work, index)) return isSound(work, staged, step.after.blob);
  return standing === 'after' || step.after === null;
}

function canGoBack(work: Work, { step, index, standing }: Surveyed): boolean {
  if (standing !== 'after' || step.before === null) return true;
  if (step.after === null ? !hasOld(work, index) : isStaged(work, index)) return true;
  return isSound(work, oldContent(work.journal.folder, index), step.before.blob);
}

/** Named at most; the rest is counted. */
const SHOWN = 10;

function changedSince(work: Work, surveyed: readonly Surveyed[]): Refusal {
  const { command } = work.manifest;
  const lines = surveyed.slice(0, SHOWN).map((each) => `  ${describe(work, each)}`);
  if (surveyed.length > SHOWN) lines.push(`  and ${surveyed.length - SHOWN} more`);
  return new Refusal({
    code: 'changed-meanwhile',
    message: `An interrupted create-backend ${command} left its work half done, and files were changed since; nothing is touched:\n${lines.join('\n')}`,
    hint: `Make each of these files as it was before or as it would be after (copy it from where it says) and run the command again. Or keep everything as it is now: delete the folder ${JOURNAL}.`,
  });
}

function describe(work: Work, { step, index }: Surveyed): string {
  const before =
    step.before === null
      ? 'it was not there before'
      : hasOld(work, index)
        ? `before: ${JOURNAL}/${OLD}/${index}`
        : 'before: only in git';
  const after =
    step.after === null
      ? 'it would be deleted'
      : isStaged(work, index)
        ? `after: ${JOURNAL}/${NEW}/${index}`
        : 'what was put in place is what was changed';
  return `${step.path} (${before}; ${after})`;
}
