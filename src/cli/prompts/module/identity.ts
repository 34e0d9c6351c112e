import { checkName } from '../../../blueprint/names.ts';
import { quote } from '../../../blueprint/problem.ts';
import { hostOf } from '../../../advisor/index.ts';
import { faulty, type Check, type Option } from '../question.ts';
import { one } from '../screens/reply.ts';
import type { ModuleKnowledge } from './knowledge.ts';
import { judged, type ModuleScreen } from './screen.ts';

export const name: ModuleScreen = {
  id: 'name',
  section: 'Module',
  flag: '<name>',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('name'),
  ask: (answers, known) => ({
    kind: 'text',
    message: 'What is the context called?',
    help: [`There are ${known.before.contexts.map((context) => context.name).join(', ')}.`],
    placeholder: 'billing',
    ...(answers.name === '' ? {} : { initial: answers.name }),
    check(text): Check {
      const typed = text.trim();
      if (typed === '') return faulty('Give it a name, such as billing.');
      const problem = checkName('context', typed);
      if (problem !== null)
        return faulty(`${quote(typed)} ${problem.message}; try ${problem.suggestion}.`);
      return judged({ ...answers, name: typed }, known, [
        'A package, a module and a PostgreSQL schema of this name.',
      ]);
    },
  }),
  accept: (answers, reply) => ({ answers: { ...answers, name: one(reply) } }),
};

const nobody = '';
const another = '+';

/** Reviews are asked of the owner, and where there is a service for each team, it decides the deployable. */
export const owner: ModuleScreen = {
  id: 'owner',
  section: 'Module',
  flag: '--owner <@team>',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('owner') && !known.given.has('from'),
  ask: (answers, known) => ({
    kind: 'choice',
    message: `Who owns ${answers.name}?`,
    options: ownersFor(answers.owner, known),
    initial: answers.owner ?? nobody,
  }),
  accept(answers, reply) {
    const choice = one(reply);
    if (choice === another) {
      const here = { screen: 'owner', subject: '' };
      return { answers, path: [here, { screen: 'owner-name', subject: '' }] };
    }
    const { owner: _, ...rest } = answers;
    return { answers: choice === nobody ? rest : { ...rest, owner: choice } };
  },
};

function ownersFor(current: string | undefined, known: ModuleKnowledge): readonly Option[] {
  const owners = new Map<string, string[]>();
  if (current !== undefined) owners.set(current, []);
  for (const context of known.before.contexts) {
    if (context.owner === null) continue;
    owners.set(context.owner, [...(owners.get(context.owner) ?? []), context.name]);
  }
  return [
    { value: nobody, label: 'nobody yet' },
    ...[...owners].map(([team, owned]) => ({
      value: team,
      label: team,
      ...(owned.length === 0 ? {} : { hint: `owns ${owned.join(', ')}` }),
    })),
    { value: another, label: 'somebody else' },
  ];
}

export const ownerName: ModuleScreen = {
  id: 'owner-name',
  section: 'Module',
  flag: '--owner <@team>',
  reached: 'from-a-menu',
  applies: () => true,
  ask: (answers, known) => ({
    kind: 'text',
    message: 'Which GitHub user or team?',
    placeholder: '@acme/billing',
    ...(answers.owner === undefined ? {} : { initial: answers.owner }),
    check: (text) =>
      text.trim() === ''
        ? faulty('Write @user or @organisation/team.')
        : judged({ ...answers, owner: text.trim() }, known),
  }),
  accept: (answers, reply) => ({
    answers: { ...answers, owner: one(reply) },
    path: [{ screen: 'module', subject: '' }],
  }),
};

const follows = '';

export const deployable: ModuleScreen = {
  id: 'deployable',
  section: 'Module',
  flag: '--deployable <name>',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('deployable'),
  ask(answers, known) {
    const options = hostsFor(answers.name, known, known.hostFollows(answers) ? answers : null);
    const initial = answers.deployable ?? options[0]?.value ?? another;
    return {
      kind: 'choice',
      message: `Which deployable hosts ${answers.name}?`,
      help: ['A deployable is a process; contexts meet in events only, so this can change later.'],
      options: options.some(({ value }) => value === initial)
        ? options
        : [{ value: initial, label: initial, hint: 'a new one' }, ...options],
      initial,
    };
  },
  accept(answers, reply) {
    const choice = one(reply);
    if (choice === another) {
      const here = { screen: 'deployable', subject: '' };
      return { answers, path: [here, { screen: 'deployable-name', subject: '' }] };
    }
    const { deployable: _, ...rest } = answers;
    return { answers: choice === follows ? rest : { ...rest, deployable: choice } };
  },
};

function hostsFor(
  context: string,
  known: ModuleKnowledge,
  open: Parameters<ModuleKnowledge['after']>[0] | null,
): readonly Option[] {
  const { deployables } = known.before;
  const after = open === null ? null : known.after(withoutHost(open));
  const host = after?.ok === true ? hostOf(after.value.deployables, context) : undefined;
  const hosts = deployables.find(({ name }) => name === host);
  return [
    ...(host === undefined
      ? []
      : [
          {
            value: follows,
            label: host,
            hint: hosts === undefined ? 'a new one, by the decisions' : hosted(hosts.contexts),
          },
        ]),
    ...deployables
      .filter((each) => each.name !== host)
      .map((each) => ({ value: each.name, label: each.name, hint: hosted(each.contexts) })),
    { value: another, label: 'a new one' },
  ];
}

const hosted = (contexts: readonly string[]): string =>
  contexts.length > 6
    ? `hosts ${contexts.slice(0, 5).join(', ')} and ${contexts.length - 5} more`
    : `hosts ${contexts.join(', ')}`;

function withoutHost<T extends { readonly deployable?: string }>(answers: T): T {
  const { deployable: _, ...rest } = answers;
  return rest as T;
}

export const deployableName: ModuleScreen = {
  id: 'deployable-name',
  section: 'Module',
  flag: '--deployable <name>',
  reached: 'from-a-menu',
  applies: () => true,
  ask: (answers, known) => ({
    kind: 'text',
    message: 'What is the new deployable called?',
    initial: answers.deployable ?? answers.name,
    check(text): Check {
      const typed = text.trim();
      if (known.before.deployables.some((each) => each.name === typed))
        return faulty(`There is a deployable ${quote(typed)} already; go back to choose it.`);
      const problem = checkName('deployable', typed);
      if (problem !== null)
        return faulty(`${quote(typed)} ${problem.message}; try ${problem.suggestion}.`);
      return judged({ ...answers, deployable: typed }, known);
    },
  }),
  accept: (answers, reply) => ({
    answers: { ...answers, deployable: one(reply) },
    path: [{ screen: 'summary', subject: '' }],
  }),
};
