import { checkDelivery } from './check-delivery.ts';
import { checkLifecycles } from './check-lifecycles.ts';
import { checkNames } from './check-names.ts';
import { checkReferences } from './check-references.ts';
import type { Draft } from './draft.ts';
import { normaliseWritten } from './normalise.ts';
import {
  pointerOf,
  type BlueprintProblem,
  type Finding,
  type Path,
  type Report,
} from './problem.ts';
import { err, ok, type Result } from './result.ts';
import { checkShape } from './shape.ts';
import { readSource } from './source.ts';

/** A text of more problems than this is not a blueprint; the rest would be noise. */
const maxProblems = 100;

/** Reads a blueprint from YAML or JSON; every problem names its place in the text. */
export function parseDraft(
  text: string,
  { file }: { readonly file: string | null },
): Result<Draft, readonly BlueprintProblem[]> {
  const source = readSource(text);
  if (!source.ok) {
    return err(
      source.error.map(({ path, position, ...finding }) => ({
        ...finding,
        pointer: pointerOf(path),
        file,
        ...position,
      })),
    );
  }
  const draft = checkWritten(source.value.raw);
  if (draft.ok) return draft;
  const problems = draft.error.slice(0, maxProblems).map(({ path, ...finding }) => ({
    ...finding,
    pointer: pointerOf(path),
    file,
    ...source.value.locate(path),
  }));
  return err(problems.toSorted((a, b) => a.line - b.line || a.column - b.column));
}

/** The same for plain data, e.g. a preset merged with flags. */
export function normalise(raw: unknown): Result<Draft, readonly BlueprintProblem[]> {
  const draft = checkWritten(raw);
  if (draft.ok) return draft;
  return err(
    draft.error.slice(0, maxProblems).map(({ path, ...finding }) => ({
      ...finding,
      pointer: pointerOf(path),
      file: null,
      line: null,
      column: null,
    })),
  );
}

/** Shape, then each part by itself, then the parts together; a later step is meaningless before the earlier holds. */
function checkWritten(raw: unknown): Result<Draft, readonly Finding[]> {
  const written = checkShape(raw);
  if (!written.ok) return err([...written.error, ...findingsBeside(written.error, raw)]);
  const { draft, origins, findings } = normaliseWritten(written.value);
  if (findings.length > 0) return err(findings);
  const found: Finding[] = [];
  const report: Report = (code, path, message, hint) => {
    found.push({ code, path, message, hint: hint ?? null });
  };
  checkDelivery(draft, report);
  checkNames(draft, origins, report);
  checkLifecycles(draft, origins, report);
  if (found.length > 0) return err(found);
  checkReferences(draft, origins, report);
  return found.length > 0 ? err(found) : ok(draft);
}

/** A mistyped key should not hide what else is wrong: the rest is looked at without it. */
function findingsBeside(unknownKeys: readonly Finding[], raw: unknown): readonly Finding[] {
  if (unknownKeys.some(({ code }) => code !== 'unknown-key')) return [];
  const paths = new Set(unknownKeys.map(({ path }) => pointerOf(path)));
  const rest = checkShape(without(paths, raw, []));
  return rest.ok ? normaliseWritten(rest.value).findings : [];
}

function without(pointers: ReadonlySet<string>, value: unknown, path: Path): unknown {
  if (Array.isArray(value)) return value.map((item, i) => without(pointers, item, [...path, i]));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !pointers.has(pointerOf([...path, key])));
  return Object.fromEntries(
    kept.map(([key, item]) => [key, without(pointers, item, [...path, key])]),
  );
}
