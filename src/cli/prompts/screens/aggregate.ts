import { parseAggregateFlag } from '../../../blueprint/flags.ts';
import { nameForms } from '../../../blueprint/names.ts';
import type { WrittenAggregate } from '../../../blueprint/schema.ts';
import type { Answers } from '../../../commands/answers.ts';
import { aggregateLine, transitionLines } from '../../../commands/mini-language.ts';
import { putAggregate, removeAggregate, renameAggregate } from '../domain-edits.ts';
import type { Knowledge } from '../knowledge.ts';
import { faulty, fine, type Check } from '../question.ts';
import type { Place, Screen } from '../questionnaire.ts';
import { contextMenu, domainMenu } from './domain.ts';
import { judged } from './judged.ts';
import { one } from './reply.ts';
import { inTheLine, look, originOf, valueOf } from './subject.ts';

/** An aggregate and its fields in one line; the subject is `ordering/`, or `ordering/Order` to edit that one. */
export const aggregate: Screen = {
  id: 'aggregate',
  section: 'Domain',
  flag: '--aggregate <line>',
  reached: 'from-a-menu',
  applies: () => true,
  ask(answers, known, subject) {
    const { context, found } = look(answers, known, subject);
    return {
      kind: 'text',
      message:
        found === null
          ? `An aggregate of ${context}, with its fields:`
          : `The fields of ${found.name}:`,
      help: [
        'Name(field:type, field:type?): "?" makes a field optional, [maxLength=40,unique] constrains it.',
        'Types: string text integer decimal money boolean date timestamp uuid email url json enum(a|b) ref(context.Aggregate)',
      ],
      ...(found === null
        ? {
            placeholder: 'Order(customerId:uuid, quantity:integer[min=1], total:money, note:text?)',
          }
        : { initial: aggregateLine(found) }),
      check(text): Check {
        const typed = parseAggregateFlag(`${context}/${text}`);
        if (!typed.ok) return faulty(inTheLine(typed.error));
        const { name } = typed.value.aggregate;
        if (found !== null && name !== found.name)
          return faulty(`This edits ${found.name}; it is renamed in the menu before.`);
        if (found === null && look(answers, known, `${context}/${name}`).found !== null)
          return faulty(`${context} has an aggregate ${name} already.`);
        const changed = putAggregate(
          answers,
          context,
          originOf(answers, known, context, name),
          typed.value.aggregate,
        );
        return judged(changed, known, () => remarks(context, typed.value.aggregate));
      },
    };
  },
  accept(answers, reply, known, subject) {
    const { context, found } = look(answers, known, subject);
    const typed = valueOf(parseAggregateFlag(`${context}/${one(reply)}`)).aggregate;
    const place =
      found === null
        ? { screen: 'transitions', subject: `${context}/${typed.name}` }
        : aggregateMenu(`${context}/${typed.name}`);
    return {
      answers: putAggregate(answers, context, originOf(answers, known, context, typed.name), typed),
      path: [domainMenu, contextMenu(context), place],
    };
  },
};

const aggregateMenu = (subject: string): Place => ({ screen: 'aggregate-menu', subject });

export const openAggregate: Screen = {
  id: 'aggregate-menu',
  section: 'Domain',
  flag: '--aggregate <line>, --transition <line>, --rename <old=new>, --without <name>',
  reached: 'from-a-menu',
  applies: () => true,
  ask(answers, known, subject) {
    const { context, found } = look(answers, known, subject);
    const lines = found === null ? [] : transitionLines(found);
    return {
      kind: 'choice',
      message: `What about ${found?.name ?? subject}?`,
      options: [
        { value: 'done', label: 'It is done', hint: `back to ${context}` },
        {
          value: 'aggregate',
          label: 'Edit its fields',
          hint: `${found?.fields?.length ?? 0} fields`,
        },
        {
          value: 'transitions',
          label: 'Edit its transitions',
          hint: lines.length === 0 ? 'none: it has no status' : lines.join(', '),
        },
        { value: 'rename-aggregate', label: 'Rename it' },
        { value: 'remove', label: 'Remove it', hint: 'and whatever listens to it or refers to it' },
      ],
      initial: 'done',
    };
  },
  accept(answers, reply, known, subject) {
    const { context, found } = look(answers, known, subject);
    const here = [domainMenu, contextMenu(context)];
    const choice = one(reply);
    if (choice === 'done' || found === null) return { answers, path: here };
    if (choice === 'remove') {
      const isOriginal = originOf(answers, known, context, found.name) !== null;
      return { answers: removeAggregate(answers, context, found.name, isOriginal), path: here };
    }
    return { answers, path: [...here, aggregateMenu(subject), { screen: choice, subject }] };
  },
};

export const renamedAggregate: Screen = {
  id: 'rename-aggregate',
  section: 'Domain',
  flag: '--rename <old=new>',
  reached: 'from-a-menu',
  applies: () => true,
  ask: (answers, known, subject) => ({
    kind: 'text',
    message: `What is ${subject.split('/')[1] ?? ''} to be called?`,
    initial: subject.split('/')[1] ?? '',
    check: (text) =>
      text === subject.split('/')[1]
        ? fine()
        : judged(renamed(answers, known, subject, text), known),
  }),
  accept(answers, reply, known, subject) {
    const name = one(reply);
    const { context, found } = look(answers, known, subject);
    return {
      answers: name === found?.name ? answers : renamed(answers, known, subject, name),
      path: [domainMenu, contextMenu(context), aggregateMenu(`${context}/${name}`)],
    };
  },
};

function renamed(answers: Answers, known: Knowledge, subject: string, name: string): Answers {
  const { context, found } = look(answers, known, subject);
  const old = found?.name ?? '';
  return renameAggregate(
    answers,
    context,
    old,
    name,
    originOf(answers, known, context, old) !== null,
  );
}

function remarks(context: string, { name, plural, fields = [] }: WrittenAggregate): string[] {
  return [
    `/v1/${context}/${plural ?? nameForms(name).plural}, ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}`,
  ];
}
