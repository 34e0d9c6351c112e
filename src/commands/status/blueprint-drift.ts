import { isPlainObject } from '../../blueprint/merge.ts';
import { pointerOf, type Path } from '../../blueprint/problem.ts';

/** One place in which two blueprints differ. */
export interface BlueprintDifference {
  /** JSON pointer into the blueprint of `backend.yaml`, complete and in order; for what was removed, into that of the lock */
  readonly pointer: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** the name of what was added, removed or changed, where it has one, e.g. `billing` */
  readonly name: string | null;
}

/** Where a blueprint differs from the one that was applied; parts with a name are matched by it. */
export function blueprintDifferences(
  applied: unknown,
  written: unknown,
  at: Path = [],
  name: string | null = null,
): readonly BlueprintDifference[] {
  const pointer = pointerOf(at);
  if (isNamedList(applied) && isNamedList(written)) {
    const removed = applied.flatMap((item, index) =>
      written.some((each) => each.name === item.name)
        ? []
        : [{ pointer: pointerOf([...at, index]), change: 'removed', name: item.name } as const],
    );
    const rest = written.flatMap((item, index): readonly BlueprintDifference[] => {
      const before = applied.find((each) => each.name === item.name);
      const here = [...at, index];
      return before === undefined
        ? [{ pointer: pointerOf(here), change: 'added', name: item.name }]
        : blueprintDifferences(before, item, here, item.name);
    });
    return [...removed, ...rest];
  }
  if (isPlainObject(applied) && isPlainObject(written)) {
    const keys = [...new Set([...Object.keys(applied), ...Object.keys(written)])];
    return keys.flatMap((key) =>
      blueprintDifferences(applied[key], written[key], [...at, key], name),
    );
  }
  if (JSON.stringify(applied) === JSON.stringify(written)) return [];
  return [{ pointer, change: 'changed', name }];
}

type Named = Readonly<Record<string, unknown>> & { readonly name: string };

const isNamedList = (value: unknown): value is readonly Named[] =>
  Array.isArray(value) &&
  value.every((item) => isPlainObject(item) && typeof item['name'] === 'string');
