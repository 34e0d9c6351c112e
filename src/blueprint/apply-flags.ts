import {
  parseAggregateFlag,
  parseContextFlag,
  parseSetFlag,
  parseTransitionFlag,
  type AggregateFlag,
  type FlagProblem,
  type SetFlag,
  type TransitionFlag,
} from './flags.ts';
import { isPlainObject, mergeWritten } from './merge.ts';
import { quote, suggest } from './problem.ts';
import { err, ok, type Result } from './result.ts';

/** The flags of `create` that say what the blueprint is, as they were given. */
export interface BlueprintFlags {
  readonly name?: string;
  readonly stack?: string;
  readonly teamSize?: number;
  readonly complexity?: string;
  readonly clearBoundaries?: boolean;
  readonly p99Ms?: number;
  readonly throughputRps?: number;
  readonly context?: readonly string[];
  readonly aggregate?: readonly string[];
  readonly transition?: readonly string[];
  readonly set?: readonly string[];
}

type Raw = Record<string, unknown>;
type Step = (raw: Raw) => Result<Raw, FlagProblem>;

/** Lays flags over a written blueprint: contexts first, then aggregates, transitions, and `--set` last. */
export function applyFlags(raw: object, flags: BlueprintFlags): Result<Raw, FlagProblem> {
  const steps: readonly Step[] = [
    (written) => ok(mergeWritten(written, inputsOf(flags))),
    ...stepsOf(flags.context, parseContextFlag, (written, { context }) =>
      ok(mergeWritten(written, { contexts: [context] })),
    ),
    ...stepsOf(flags.aggregate, parseAggregateFlag, addAggregate),
    ...stepsOf(flags.transition, parseTransitionFlag, addTransition),
    ...stepsOf(flags.set, parseSetFlag, assign),
  ];
  let written: Raw = { ...raw };
  for (const step of steps) {
    const next = step(written);
    if (!next.ok) return next;
    written = next.value;
  }
  return ok(written);
}

function stepsOf<T>(
  texts: readonly string[] | undefined,
  parse: (text: string) => Result<T, FlagProblem>,
  apply: (raw: Raw, flag: T) => Result<Raw, FlagProblem>,
): readonly Step[] {
  return (texts ?? []).map((text) => (raw) => {
    const flag = parse(text);
    return flag.ok ? apply(raw, flag.value) : flag;
  });
}

function inputsOf(flags: BlueprintFlags): Raw {
  return withoutUndefined({
    name: flags.name,
    stack: flags.stack,
    team: withoutUndefined({
      size: flags.teamSize,
      domainComplexity: flags.complexity,
      clearBoundaries: flags.clearBoundaries,
    }),
    targets: withoutUndefined({ p99Ms: flags.p99Ms, throughputRps: flags.throughputRps }),
  });
}

function addAggregate(raw: Raw, { context, aggregate }: AggregateFlag): Result<Raw, FlagProblem> {
  const into = contextFor(raw, context, '--aggregate', aggregate.name);
  if (!into.ok) return into;
  return ok(mergeWritten(raw, { contexts: [{ name: into.value, aggregates: [aggregate] }] }));
}

/** The first source of an aggregate's first transition is its initial state. */
function addTransition(
  raw: Raw,
  { context, aggregate, transition }: TransitionFlag,
): Result<Raw, FlagProblem> {
  const into = contextFor(raw, context, '--transition', `${aggregate}.${transition.name}`);
  if (!into.ok) return into;
  const aggregates = named(named(raw['contexts']).get(into.value)?.['aggregates']);
  const known = aggregates.get(aggregate);
  if (known === undefined) {
    return err({
      flag: '--transition',
      message: `the context ${quote(into.value)} has no aggregate ${quote(aggregate)}`,
      hint:
        aggregates.size === 0
          ? `Add --aggregate '${into.value}/${aggregate}(…)'.`
          : suggest(aggregate, [...aggregates.keys()]),
    });
  }
  const { lifecycle } = known;
  const initial = isPlainObject(lifecycle) ? {} : { initial: [transition.from].flat()[0] };
  const changed = { name: aggregate, lifecycle: { ...initial, transitions: [transition] } };
  return ok(mergeWritten(raw, { contexts: [{ name: into.value, aggregates: [changed] }] }));
}

/** A context that is not named is the only one there is. */
function contextFor(
  raw: Raw,
  name: string | null,
  flag: string,
  what: string,
): Result<string, FlagProblem> {
  const names = [...named(raw['contexts']).keys()];
  const [only] = names;
  if (name === null) {
    if (names.length === 1 && only !== undefined) return ok(only);
    return err({
      flag,
      message: `${quote(what)} does not say which context it belongs to`,
      hint: `Write it as context/${what}.`,
    });
  }
  if (names.includes(name)) return ok(name);
  return err({
    flag,
    message: `there is no context ${quote(name)} for ${quote(what)}`,
    hint:
      names.length === 0
        ? `Add --context ${name}.`
        : `${suggest(name, names)} Or add --context ${name}.`,
  });
}

function assign(raw: Raw, { path, value }: SetFlag): Result<Raw, FlagProblem> {
  const changed = assignIn(raw, path, value, []);
  if (!changed.ok) return changed;
  return isPlainObject(changed.value) ? ok(changed.value) : ok(raw);
}

function assignIn(
  target: unknown,
  path: readonly string[],
  value: unknown,
  done: readonly string[],
): Result<unknown, FlagProblem> {
  const [segment, ...rest] = path;
  if (segment === undefined) return ok(value);
  const here = [...done, segment];
  if (Array.isArray(target)) {
    const list: readonly unknown[] = target;
    const index = list.findIndex(
      (item, i) => (isPlainObject(item) && item['name'] === segment) || String(i) === segment,
    );
    if (index < 0) {
      return err({
        flag: '--set',
        message: `${quote(here.join('.'))} does not exist`,
        hint: suggest(segment, [...named(list).keys()]),
      });
    }
    if (rest.length === 0 && value === null) return ok(list.toSpliced(index, 1));
    const changed = assignIn(list[index], rest, value, here);
    return changed.ok ? ok(list.with(index, changed.value)) : changed;
  }
  if (target !== undefined && target !== null && !isPlainObject(target)) {
    return err({
      flag: '--set',
      message: `${quote(done.join('.'))} is ${quote(target)}, it holds no ${quote(segment)}`,
      hint: 'Set it as a whole.',
    });
  }
  const entries = new Map(Object.entries(target ?? {}));
  const changed = assignIn(entries.get(segment), rest, value, here);
  if (!changed.ok) return changed;
  if (rest.length === 0 && value === null) entries.delete(segment);
  else entries.set(segment, changed.value);
  return ok(Object.fromEntries(entries));
}

function named(list: unknown): ReadonlyMap<string, Raw> {
  if (!Array.isArray(list)) return new Map();
  const items: readonly unknown[] = list;
  return new Map(items.filter(isPlainObject).map((item) => [String(item['name']), item]));
}

const withoutUndefined = (object: Raw): Raw =>
  Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) =>
        value !== undefined && !(isPlainObject(value) && Object.keys(value).length === 0),
    ),
  );
