import type { Answers } from '../../commands/answers.ts';

/**
 * Edits of the domain in the answers, pure. What was added by an answer is edited in that answer; what
 * came with the preset or the file is edited by `--rename` and `--without`, which name it as it is now.
 */

export function addContext(answers: Answers, name: string): Answers {
  return { ...answers, context: [...answers.context, name] };
}

/** Adds an aggregate, or takes the place of the one of that name. */
export function putAggregate(
  answers: Answers,
  context: string,
  name: string,
  line: string,
): Answers {
  const written = `${context}/${line}`;
  const index = answers.aggregate.findIndex((each) => isAbout(each, context, name));
  const aggregate =
    index === -1 ? [...answers.aggregate, written] : answers.aggregate.with(index, written);
  return { ...answers, aggregate };
}

/** Gives an aggregate these transitions and no other. */
export function putTransitions(
  answers: Answers,
  context: string,
  name: string,
  transitions: readonly string[],
): Answers {
  const others = answers.transition.filter((each) => !isAbout(each, context, name));
  return {
    ...answers,
    transition: [...others, ...transitions.map((each) => `${context}/${name}.${each}`)],
  };
}

export function removeContext(answers: Answers, name: string): Answers {
  const rest = {
    ...answers,
    context: answers.context.filter((each) => each !== name),
    aggregate: answers.aggregate.filter((each) => !each.startsWith(`${name}/`)),
    transition: answers.transition.filter((each) => !each.startsWith(`${name}/`)),
  };
  return answers.context.includes(name) ? rest : { ...rest, without: [...answers.without, name] };
}

/** `given`: whether it came with the preset or the file. */
export function removeAggregate(
  answers: Answers,
  context: string,
  name: string,
  given: boolean,
): Answers {
  const rest = {
    ...answers,
    aggregate: answers.aggregate.filter((each) => !isAbout(each, context, name)),
    transition: answers.transition.filter((each) => !isAbout(each, context, name)),
  };
  return given ? { ...rest, without: [...answers.without, `${context}/${name}`] } : rest;
}

export function renameContext(answers: Answers, old: string, name: string): Answers {
  const moved = (each: string): string =>
    each.startsWith(`${old}/`) ? `${name}/${each.slice(old.length + 1)}` : each;
  const reference = (each: string): string => each.replaceAll(`ref(${old}.`, `ref(${name}.`);
  const rest = {
    ...answers,
    context: answers.context.map((each) => (each === old ? name : each)),
    aggregate: answers.aggregate.map((each) => reference(moved(each))),
    transition: answers.transition.map(moved),
  };
  return answers.context.includes(old)
    ? rest
    : { ...rest, rename: [...answers.rename, `${old}=${name}`] };
}

export function renameAggregate(
  answers: Answers,
  context: string,
  old: string,
  name: string,
  given: boolean,
): Answers {
  const moved = (each: string): string =>
    isAbout(each, context, old)
      ? `${context}/${name}${each.slice(context.length + 1 + old.length)}`
      : each;
  const reference = (each: string): string => {
    const inside = each.startsWith(`${context}/`)
      ? each.replaceAll(`ref(${old})`, `ref(${name})`)
      : each;
    return inside.replaceAll(`ref(${context}.${old})`, `ref(${context}.${name})`);
  };
  const rest = {
    ...answers,
    aggregate: answers.aggregate.map((each) => reference(moved(each))),
    transition: answers.transition.map(moved),
  };
  return given ? { ...rest, rename: [...answers.rename, `${context}/${old}=${name}`] } : rest;
}

/** Whether a line such as `ordering/Order(…)` or `ordering/Order.place: …` is about that aggregate. */
function isAbout(line: string, context: string, aggregate: string): boolean {
  const rest = line.startsWith(`${context}/`) ? line.slice(context.length + 1).trimStart() : '';
  return rest.startsWith(aggregate) && !/^\w/.test(rest.slice(aggregate.length));
}
