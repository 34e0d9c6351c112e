import type { WrittenAggregate } from '../../blueprint/schema.ts';
import type { Answers } from '../../commands/answers.ts';
import { withAssignment } from '../../commands/assignments.ts';
import { aggregateLine, constraints, transitionLine } from '../../commands/mini-language.ts';

/**
 * Edits of the domain in the answers, pure. What was added by an answer is edited in that answer. What
 * came with the preset or the file is edited by flags that say the difference to it: `--rename`,
 * `--without`, `--aggregate`, `--transition` and `--set`, all naming things as they are called now.
 */

/** The name of a context without the owner that may follow it: `ordering@acme/shop`. */
export function bareName(context: string): string {
  return context.split('@')[0]?.trim() ?? '';
}

export function addContext(answers: Answers, name: string): Answers {
  return { ...answers, context: [...answers.context, name] };
}

export function removeContext(answers: Answers, name: string): Answers {
  const rest = forget(answers, `${name}/`, `contexts.${name}.`);
  return answers.context.some((each) => bareName(each) === name)
    ? { ...rest, context: rest.context.filter((each) => bareName(each) !== name) }
    : { ...rest, without: [...rest.without, name] };
}

export function renameContext(answers: Answers, old: string, name: string): Answers {
  const moved = rewrite(answers, `${old}/`, `${name}/`, `contexts.${old}.`, `contexts.${name}.`);
  const rest = mapLines(moved, (line) => line.replaceAll(`ref(${old}.`, `ref(${name}.`));
  return answers.context.some((each) => bareName(each) === old)
    ? {
        ...rest,
        context: rest.context.map((each) =>
          bareName(each) === old ? name + each.slice(old.length) : each,
        ),
      }
    : { ...rest, rename: [...rest.rename, `${old}=${name}`] };
}

/** `origin`: the aggregate as the preset or the file has it; null where it was added here. */
export function putAggregate(
  answers: Answers,
  context: string,
  origin: WrittenAggregate | null,
  after: WrittenAggregate,
): Answers {
  const target = `${context}/${after.name}`;
  const line = `${context}/${aggregateLine(after)}`;
  const index = answers.aggregate.findIndex((each) => isAbout(each, target));
  if (origin === null) {
    return {
      ...answers,
      aggregate: index === -1 ? [...answers.aggregate, line] : answers.aggregate.with(index, line),
    };
  }
  const fields = origin.fields ?? [];
  const gone = fields
    .filter((field) => !after.fields?.some(({ name }) => name === field.name))
    .map(({ name }) => name);
  const isSame = aggregateLine(after) === aggregateLine(origin);
  const path = `contexts.${context}.aggregates.${after.name}`;
  const lifted = fields.flatMap((field) => {
    const changed = after.fields?.find(({ name }) => name === field.name);
    if (changed === undefined) return [];
    return [...constraints, 'values' as const]
      .filter((key) => field[key] !== undefined && changed[key] === undefined)
      .map((key) => `${path}.fields.${field.name}.${key}`);
  });
  const plural =
    origin.plural !== undefined && after.plural === undefined ? [`${path}.plural`] : [];
  const lines = answers.aggregate.filter((each) => !isAbout(each, target));
  const others = (set: readonly string[], below: string): readonly string[] =>
    set.filter(
      (each) => !each.startsWith(`${below}.fields.`) && !each.startsWith(`${below}.plural=`),
    );
  return {
    ...answers,
    aggregate: isSame ? lines : [...lines, line],
    without: [
      ...withoutMembers(
        answers,
        target,
        fields.map(({ name }) => name),
      ),
      ...gone.map((name) => `${target}.${name}`),
    ],
    set: [...others(answers.set, path), ...[...lifted, ...plural].map((each) => `${each}=null`)],
  };
}

type WrittenTransition = NonNullable<WrittenAggregate['lifecycle']>['transitions'][number];

/** Gives an aggregate these transitions and no other. */
export function putTransitions(
  answers: Answers,
  context: string,
  name: string,
  origin: WrittenAggregate | null,
  after: readonly WrittenTransition[],
): Answers {
  const target = `${context}/${name}`;
  const before = origin?.lifecycle?.transitions ?? [];
  const unchanged = new Set(before.map(transitionLine));
  const gone = before
    .filter((transition) => !after.some((each) => each.name === transition.name))
    .map((transition) => transition.name);
  const lines = after
    .map(transitionLine)
    .filter((line) => !unchanged.has(line))
    .map((line) => `${target}.${line}`);

  const path = `contexts.${context}.aggregates.${name}.lifecycle.initial`;
  const states = after.flatMap(({ from, to }) => [...[from].flat(), to]);
  const initial = origin?.lifecycle?.initial;
  const [first] = after.flatMap(({ from }) => [from].flat());
  const rest = answers.set.filter((each) => !each.startsWith(`${path}=`));
  const keepsInitial = initial === undefined || first === undefined || states.includes(initial);
  return {
    ...answers,
    transition: [...answers.transition.filter((each) => !isAbout(each, target)), ...lines],
    without: [
      ...withoutMembers(
        answers,
        target,
        before.map((transition) => `${transition.name}:`),
      ),
      ...gone.map((each) => `${target}.${each}:`),
    ],
    set: keepsInitial ? rest : withAssignment(rest, path, JSON.stringify(first)),
  };
}

export function removeAggregate(
  answers: Answers,
  context: string,
  name: string,
  isOriginal: boolean,
): Answers {
  const target = `${context}/${name}`;
  const rest = forget(answers, target, `contexts.${context}.aggregates.${name}.`);
  return isOriginal ? { ...rest, without: [...rest.without, target] } : rest;
}

export function renameAggregate(
  answers: Answers,
  context: string,
  old: string,
  name: string,
  isOriginal: boolean,
): Answers {
  const moved = rewrite(
    answers,
    `${context}/${old}`,
    `${context}/${name}`,
    `contexts.${context}.aggregates.${old}.`,
    `contexts.${context}.aggregates.${name}.`,
  );
  const rest = mapLines(moved, (line) => {
    const inside = line.startsWith(`${context}/`)
      ? line.replaceAll(`ref(${old})`, `ref(${name})`)
      : line;
    return inside.replaceAll(`ref(${context}.${old})`, `ref(${context}.${name})`);
  });
  return isOriginal ? { ...rest, rename: [...rest.rename, `${context}/${old}=${name}`] } : rest;
}

/** Drops every answer about something: lines that start with the target, assignments below the path. */
function forget(answers: Answers, target: string, path: string): Answers {
  const others = (lines: readonly string[]): readonly string[] =>
    lines.filter((each) => !isAbout(each, target));
  return {
    ...answers,
    aggregate: others(answers.aggregate),
    transition: others(answers.transition),
    without: others(answers.without),
    set: answers.set.filter((each) => !each.startsWith(path)),
  };
}

function rewrite(
  answers: Answers,
  target: string,
  newTarget: string,
  path: string,
  newPath: string,
): Answers {
  const moved = (each: string): string =>
    isAbout(each, target) ? newTarget + each.slice(target.length) : each;
  return {
    ...answers,
    aggregate: answers.aggregate.map(moved),
    transition: answers.transition.map(moved),
    without: answers.without.map(moved),
    set: answers.set.map((each) =>
      each.startsWith(path) ? newPath + each.slice(path.length) : each,
    ),
  };
}

function mapLines(answers: Answers, map: (line: string) => string): Answers {
  return { ...answers, aggregate: answers.aggregate.map(map) };
}

function withoutMembers(
  answers: Answers,
  target: string,
  members: readonly string[],
): readonly string[] {
  return answers.without.filter(
    (each) => !members.some((member) => each === `${target}.${member}`),
  );
}

/** Whether a line such as `ordering/Order(…)` or `ordering/Order.place: …` is about the target, `ordering/` or `ordering/Order`. */
function isAbout(line: string, target: string): boolean {
  return (
    line.startsWith(target) && (target.endsWith('/') || !/^\w/.test(line.slice(target.length)))
  );
}
