import { checkLifecycles } from '../check-lifecycles.ts';
import { checkNames } from '../check-names.ts';
import { checkReferences } from '../check-references.ts';
import { limits, type Draft } from '../draft.ts';
import type { Blueprint, Context } from '../model.ts';
import { normaliseContext } from '../normalise-context.ts';
import { Notes } from '../notes.ts';
import { quote, type Finding, type Report } from '../problem.ts';
import { err, ok, type Result } from '../result.ts';
import { checkShape } from '../shape.ts';
import type { WrittenContext } from '../schema.ts';

/**
 * The contexts of a blueprint with one more, as it was written: checked by itself and together with
 * the others, in the order that a blueprint written as a whole has. Findings point into the context.
 */
export function addContext(
  before: Blueprint,
  raw: unknown,
): Result<readonly Context[], readonly Finding[]> {
  const written = checkContextShape(raw);
  if (!written.ok) return written;

  const notes = new Notes();
  const context = normaliseContext(notes, written.value, []);
  notes.atMost(
    limits.contexts - 1,
    before.contexts,
    [],
    'contexts before it',
    'Split the system into several backends.',
  );
  if (notes.findings.length > 0) return err(notes.findings);
  if (before.contexts.some(({ name }) => name === context.name))
    return err([alreadyThere(context.name)]);

  const findings = checkTogether(before, context, notes);
  if (findings.length > 0) return err(findings);
  return ok([...before.contexts, context].toSorted((a, b) => (a.name < b.name ? -1 : 1)));
}

/** The shape of a context alone; told as that of a blueprint, so that messages are the same. */
export function checkContextShape(raw: unknown): Result<WrittenContext, readonly Finding[]> {
  const shaped = checkShape({ schema: 1, name: 'whole', contexts: [raw] });
  if (!shaped.ok)
    return err(shaped.error.map((finding) => ({ ...finding, path: finding.path.slice(2) })));
  const [context] = shaped.value.contexts;
  if (context === undefined) throw new Error('A list of one has a first.');
  return ok(context);
}

/** The new context stands last, so that what it clashes with was there first. */
function checkTogether(before: Blueprint, context: Context, notes: Notes): readonly Finding[] {
  // The processes are looked at where they are chosen.
  const draft: Draft = {
    ...before,
    contexts: [...before.contexts, context],
    deployables: null,
  };
  const found: Finding[] = [];
  const report: Report = (code, path, message, hint) => {
    found.push({ code, path, message, hint: hint ?? null });
  };
  checkNames(draft, notes.origins, report);
  checkLifecycles(draft, notes.origins, report);
  if (found.length === 0) checkReferences(draft, notes.origins, report);
  return found;
}

const alreadyThere = (name: string): Finding => ({
  code: 'duplicate',
  path: ['name'],
  message: `There is a context ${quote(name)} already`,
  hint: 'Choose another name; “create-backend module list” prints those there are.',
});
