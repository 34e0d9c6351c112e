import { checkName } from '../../../blueprint/names.ts';
import { quote } from '../../../blueprint/problem.ts';
import type { Written, WrittenContext } from '../../../blueprint/schema.ts';
import type { Answers } from '../../../commands/answers.ts';
import { addContext, bareName, removeContext, renameContext } from '../domain-edits.ts';
import type { Knowledge } from '../knowledge.ts';
import { faulty, fine, type Check, type Option } from '../question.ts';
import type { Place, Screen } from '../questionnaire.ts';
import { judged } from './judged.ts';
import { one } from './reply.ts';

export const domainMenu: Place = { screen: 'domain', subject: '' };
export const contextMenu = (context: string): Place => ({ screen: 'context', subject: context });

/** The contexts there are: one to open, or one more, or on. */
export const domain: Screen = {
  id: 'domain',
  section: 'Domain',
  flag: '--context <name>, --aggregate <line>, --transition <line>',
  reached: 'in-line',
  applies: () => true,
  ask(answers, known) {
    const contexts = contextsOf(answers, known);
    const options: Option[] = [
      ...(contexts.length === 0
        ? []
        : [{ value: 'on', label: 'Go on', hint: 'the domain is as it should be' }]),
      ...contexts.map((context) => ({
        value: `open ${context.name}`,
        label: context.name,
        hint: aggregateNames(context),
      })),
      {
        value: 'add',
        label: 'Add a context',
        hint: 'a part of the business with words of its own, such as ordering',
      },
    ];
    return {
      kind: 'choice',
      message:
        contexts.length === 0
          ? 'Which contexts does the domain have?'
          : 'Is this the domain? Open a context to edit it.',
      options,
      initial: contexts.length === 0 ? 'add' : 'on',
    };
  },
  accept(answers, reply) {
    const choice = one(reply);
    if (choice === 'on') return { answers };
    if (choice === 'add')
      return { answers, path: [domainMenu, { screen: 'add-context', subject: '' }] };
    return { answers, path: [domainMenu, contextMenu(choice.slice('open '.length))] };
  },
};

export const newContext: Screen = {
  id: 'add-context',
  section: 'Domain',
  flag: '--context <name>',
  reached: 'from-a-menu',
  applies: () => true,
  ask: (answers, known) => ({
    kind: 'text',
    message: 'What is the context called?',
    help: [
      'It becomes a package, a module and a PostgreSQL schema; "ordering@acme/shop" names its owner too.',
    ],
    placeholder: 'ordering',
    check: (text) => contextNameCheck(text, (name) => addContext(answers, name), answers, known),
  }),
  accept(answers, reply) {
    const name = one(reply);
    const bare = bareName(name);
    return {
      answers: addContext(answers, name),
      path: [domainMenu, contextMenu(bare), { screen: 'aggregate', subject: `${bare}/` }],
    };
  },
};

/** One context: its aggregates, its name, or its end. */
export const context: Screen = {
  id: 'context',
  section: 'Domain',
  flag: '--aggregate <line>, --without <name>',
  reached: 'from-a-menu',
  applies: () => true,
  ask(answers, known, subject) {
    const found = contextsOf(answers, known).find(({ name }) => name === subject);
    const aggregates = found?.aggregates ?? [];
    return {
      kind: 'choice',
      message: `What about ${subject}?`,
      options: [
        { value: 'done', label: 'It is done', hint: 'back to the contexts' },
        ...aggregates.map((aggregate) => ({
          value: `open ${aggregate.name}`,
          label: aggregate.name,
          hint: (aggregate.fields ?? []).map(({ name }) => name).join(', '),
        })),
        {
          value: 'add',
          label: 'Add an aggregate',
          hint: 'a thing with a life of its own, such as Order',
        },
        { value: 'rename', label: 'Rename it' },
        { value: 'remove', label: 'Remove it', hint: 'and whatever listens to it or refers to it' },
      ],
      initial: aggregates.length === 0 ? 'add' : 'done',
    };
  },
  accept(answers, reply, _, subject) {
    const choice = one(reply);
    const here = [domainMenu, contextMenu(subject)];
    switch (choice) {
      case 'done':
        return { answers, path: [domainMenu] };
      case 'add':
        return { answers, path: [...here, { screen: 'aggregate', subject: `${subject}/` }] };
      case 'rename':
        return { answers, path: [...here, { screen: 'rename-context', subject }] };
      case 'remove':
        return { answers: removeContext(answers, subject), path: [domainMenu] };
      default:
        return {
          answers,
          path: [
            ...here,
            { screen: 'aggregate-menu', subject: `${subject}/${choice.slice('open '.length)}` },
          ],
        };
    }
  },
};

export const renamedContext: Screen = {
  id: 'rename-context',
  section: 'Domain',
  flag: '--rename <old=new>',
  reached: 'from-a-menu',
  applies: () => true,
  ask: (answers, known, subject) => ({
    kind: 'text',
    message: `What is ${subject} to be called?`,
    initial: subject,
    check: (text) =>
      text === subject
        ? fine()
        : contextNameCheck(text, (name) => renameContext(answers, subject, name), answers, known),
  }),
  accept(answers, reply, _, subject) {
    const name = one(reply);
    return {
      answers: name === subject ? answers : renameContext(answers, subject, name),
      path: [domainMenu, contextMenu(name)],
    };
  },
};

export function contextsOf(answers: Answers, known: Knowledge): Written['contexts'] {
  const written = known.written(answers);
  return written.ok ? written.value.contexts : [];
}

function contextNameCheck(
  text: string,
  change: (name: string) => Answers,
  answers: Answers,
  known: Knowledge,
): Check {
  const bare = bareName(text);
  if (bare === '') return faulty('Give it a name, such as ordering.');
  const problem = checkName('context', bare);
  if (problem !== null)
    return faulty(`${quote(bare)} ${problem.message}; try ${problem.suggestion}.`);
  if (contextsOf(answers, known).some(({ name }) => name === bare))
    return faulty(`There is a context ${quote(bare)} already.`);
  return judged(change(text), known);
}

function aggregateNames({ aggregates = [], externals = [] }: WrittenContext): string {
  const names = [...aggregates, ...externals].map(({ name }) => name);
  return names.length === 0 ? 'no aggregates yet' : names.join(', ');
}
