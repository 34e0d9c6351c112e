import { parseConsumeFlag, parseExternalFlag } from '../../../blueprint/flags-of-module.ts';
import type { ModuleAnswers } from '../../../commands/module/answers.ts';
import { faulty, type Check } from '../question.ts';
import type { Place } from '../questionnaire.ts';
import { one } from '../screens/reply.ts';
import { inTheLine } from '../screens/subject.ts';
import type { KnownEvent, ModuleKnowledge } from './knowledge.ts';
import { moduleMenu } from './menu.ts';
import { judged, type ModuleScreen } from './screen.ts';
import { suggestions } from './suggestions.ts';

/** Events are found by the context that publishes them. */
export const eventContext: ModuleScreen = {
  id: 'event-context',
  section: 'Module',
  flag: '--consume <line>',
  reached: 'from-a-menu',
  applies: () => true,
  ask(answers, known) {
    const contexts = [...new Set(eventsFor(answers, known).map(({ context }) => context))];
    return {
      kind: 'choice',
      message: 'Whose event?',
      options: [
        ...contexts.map((context) => ({ value: context, label: context })),
        { value: '', label: 'None', hint: 'back' },
      ],
      initial: contexts[0] ?? '',
    };
  },
  accept(answers, reply) {
    const context = one(reply);
    if (context === '') return { answers, path: [moduleMenu] };
    return { answers, path: [moduleMenu, eventContextPlace, eventPlace(context)] };
  },
};

const eventContextPlace: Place = { screen: 'event-context', subject: '' };
const eventPlace = (context: string): Place => ({ screen: 'event', subject: context });

export const event: ModuleScreen = {
  id: 'event',
  section: 'Module',
  flag: '--consume <line>',
  reached: 'from-a-menu',
  applies: () => true,
  ask(answers, known, subject) {
    const events = eventsFor(answers, known).filter(({ context }) => context === subject);
    return {
      kind: 'choice',
      message: `Which event of ${subject}?`,
      options: events.map(({ name, fields }) => ({
        value: name,
        label: name,
        hint: ['id', ...fields].join(', '),
      })),
      initial: events[0]?.name ?? '',
    };
  },
  accept: (answers, reply, _, subject) => ({
    answers,
    path: [
      moduleMenu,
      eventContextPlace,
      eventPlace(subject),
      { screen: 'reaction', subject: `${subject}.${one(reply)}` },
    ],
  }),
};

export const reaction: ModuleScreen = {
  id: 'reaction',
  section: 'Module',
  flag: '--consume <line>',
  reached: 'from-a-menu',
  applies: () => true,
  ask(answers, known, subject) {
    const on = eventsFor(answers, known).find(
      ({ context, name }) => `${context}.${name}` === subject,
    );
    const options =
      on === undefined ? [] : suggestions(on, known.written(answers), eventsFor(answers, known));
    return {
      kind: 'choice',
      message: `What does ${answers.name} do about ${subject}?`,
      options: [
        ...options,
        { value: `${subject} -> `, label: 'Something else', hint: 'typed as a line' },
      ],
      initial: options[0]?.value ?? `${subject} -> `,
    };
  },
  accept: (answers, reply, _, subject) => ({
    answers,
    path: [
      moduleMenu,
      { screen: 'reaction', subject },
      { screen: 'consume', subject: typeof reply === 'string' ? reply : '' },
    ],
  }),
};

/** A reaction as one line, to be corrected before it is taken. */
export const consume: ModuleScreen = {
  id: 'consume',
  section: 'Module',
  flag: '--consume <line>',
  reached: 'from-a-menu',
  applies: () => true,
  ask: (answers, known, subject) => ({
    kind: 'text',
    message: 'The reaction, as a line:',
    help: [
      'create Invoice(orderId=id, total): field of the new one = field of the event',
      'Invoice.settle(match orderId), project KnownOrder(total)',
    ],
    initial: subject,
    check: (text) => checkConsume(text, answers, known),
  }),
  accept: (answers, reply) => ({
    answers: { ...answers, consume: [...answers.consume, one(reply)] },
    path: [moduleMenu],
  }),
};

export const external: ModuleScreen = {
  id: 'external',
  section: 'Module',
  flag: '--external <line>',
  reached: 'from-a-menu',
  applies: () => true,
  ask: (answers, known) => ({
    kind: 'text',
    message: 'The external and one of its operations:',
    help: [
      'name.operation: METHOD /path, then "idempotent" where it may be tried again. Fields: POST /tax(amount:money) -> (rate:decimal).',
    ],
    placeholder: 'tax.compute: POST /tax idempotent',
    check: (text) => checkExternal(text, answers, known),
  }),
  accept: (answers, reply) => ({
    answers: { ...answers, external: [...answers.external, one(reply)] },
    path: [moduleMenu],
  }),
};

/** One line among the answers, to be edited; an empty one takes it out. The subject is `consume:0`. */
export const line: ModuleScreen = {
  id: 'line',
  section: 'Module',
  flag: '--consume <line>, --external <line>',
  reached: 'from-a-menu',
  applies: () => true,
  ask(answers, known, subject) {
    const { list, index } = placeOf(subject);
    const rest = without(answers, subject);
    return {
      kind: 'text',
      message: list === 'consume' ? 'The reaction, as a line:' : 'The external, as a line:',
      help: ['Clear the line to take it out.'],
      initial: answers[list][index] ?? '',
      check(text): Check {
        if (text.trim() === '') return judged(rest, known, ['It is taken out.']);
        return list === 'consume'
          ? checkConsume(text, rest, known)
          : checkExternal(text, rest, known);
      },
    };
  },
  accept(answers, reply, _, subject) {
    const { list, index } = placeOf(subject);
    const text = one(reply);
    return {
      answers:
        text === ''
          ? without(answers, subject)
          : { ...answers, [list]: answers[list].with(index, text) },
      path: [moduleMenu],
    };
  },
};

function placeOf(subject: string): { list: 'consume' | 'external'; index: number } {
  const [list, index] = subject.split(':');
  return { list: list === 'external' ? 'external' : 'consume', index: Number(index) };
}

function without(answers: ModuleAnswers, subject: string): ModuleAnswers {
  const { list, index } = placeOf(subject);
  return { ...answers, [list]: answers[list].toSpliced(index, 1) };
}

function checkConsume(text: string, answers: ModuleAnswers, known: ModuleKnowledge): Check {
  const typed = parseConsumeFlag(text);
  if (!typed.ok) return faulty(inTheLine(typed.error));
  return judged({ ...answers, consume: [...answers.consume, text] }, known);
}

function checkExternal(text: string, answers: ModuleAnswers, known: ModuleKnowledge): Check {
  const typed = parseExternalFlag(text);
  if (!typed.ok) return faulty(inTheLine(typed.error));
  const address = `${typed.value.name.toUpperCase().replaceAll('-', '_')}_URL`;
  return judged({ ...answers, external: [...answers.external, text] }, known, [
    `Its address comes from ${address}.`,
  ]);
}

/** The events of the others, and its own once it has any. */
function eventsFor(answers: ModuleAnswers, known: ModuleKnowledge): readonly KnownEvent[] {
  return [...known.events, ...known.ownEvents(answers)];
}
