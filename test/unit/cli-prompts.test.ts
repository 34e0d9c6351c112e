import fs from 'node:fs';
import path from 'node:path';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { answersOf, type CreateOptions } from '../../src/cli/create-options.ts';
import { describeProgram } from '../../src/cli/program.ts';
import { gatherKnowledge } from '../../src/cli/prompts/gather-knowledge.ts';
import type { Question, Reply } from '../../src/cli/prompts/question.ts';
import { Questionnaire, type Conversation } from '../../src/cli/prompts/questionnaire.ts';
import { createScreens } from '../../src/cli/prompts/screens/index.ts';
import { noAnswers, type Answers } from '../../src/commands/answers.ts';
import { replayArguments } from '../../src/commands/replay.ts';
import { blueprintOf, type Sources } from '../../src/commands/request.ts';

const folder = path.resolve(import.meta.dirname, '../../presets');
const presets = Object.fromEntries(
  fs
    .readdirSync(folder)
    .map((file) => [
      path.basename(file, '.yaml'),
      fs.readFileSync(path.join(folder, file), 'utf8'),
    ]),
);
const sources: Sources = { presets, file: null };
const cwd = '/nowhere';

function start(given: Answers = noAnswers): Questionnaire {
  return new Questionnaire(createScreens, gatherKnowledge(given, sources, cwd));
}

/** Replies in order; null takes the default. */
function converse(
  replies: readonly (Reply | '<' | null)[],
  given: Answers = noAnswers,
): { questionnaire: Questionnaire; conversation: Conversation } {
  const questionnaire = start(given);
  let conversation = questionnaire.begin(given);
  for (const reply of replies) {
    conversation =
      reply === '<'
        ? questionnaire.back(conversation)
        : questionnaire.reply(conversation, orDefault(reply, questionnaire.question(conversation)));
  }
  return { questionnaire, conversation };
}

function orDefault(reply: Reply | null, question: Question): Reply {
  if (reply !== null) return reply;
  if (question.kind === 'text') return question.fallback ?? question.initial ?? '';
  return question.initial;
}

function replayed(answers: Answers): Answers {
  const program = describeProgram('0.0.0', () => {});
  program.exitOverride().parse([...replayArguments(answers)], { from: 'user' });
  return answersOf(program.args[0], program.opts<CreateOptions>());
}

const defaults = [null, null, null, null, null, null];
const ownDomain = ['my-shop', '', ...defaults];

describe('the questionnaire', () => {
  test('a preset taken as it is needs four answers', () => {
    const { conversation } = converse(['my-shop', 'shop', 'as-is', 'write']);
    expect(conversation.end).toBe('write');
    expect(conversation.answers).toEqual({ ...noAnswers, directory: 'my-shop', preset: 'shop' });
  });

  test('every question can be answered by a flag of create', () => {
    const help = describeProgram('0.0.0', () => {}).helpInformation();
    for (const screen of createScreens) {
      for (const flag of screen.flag.split(', ')) {
        const [name = ''] = flag.split(' ');
        expect(help, `${screen.id} is answered by ${flag}`).toContain(name.replace(/[[\]]/g, ''));
      }
    }
  });

  test('going back asks the question before, with the answer that was given', () => {
    const { questionnaire, conversation } = converse(['my-shop', 'shop', 'adjust', '9', '<']);
    expect(conversation.place.screen).toBe('team-size');
    expect(questionnaire.question(conversation)).toMatchObject({ fallback: '9' });
  });

  test('going back from the first question stays there', () => {
    expect(converse(['<']).conversation.place.screen).toBe('directory');
  });

  test('going back from a context leads to the contexts, not to the line typed last', () => {
    const { conversation } = converse([
      ...ownDomain,
      'add',
      'billing',
      'Invoice(total:money)',
      'pay: open -> paid',
      '<',
    ]);
    expect(conversation.place.screen).toBe('domain');
  });

  test('another preset drops the edits of the one before', () => {
    const { conversation } = converse([
      'x',
      'shop',
      'adjust',
      ...defaults,
      'open payments',
      'remove',
    ]);
    expect(conversation.answers.without).toEqual(['payments']);
    const back = Array.from({ length: 20 }, () => '<' as const);
    expect(
      converse([
        'x',
        'shop',
        'adjust',
        ...defaults,
        'open payments',
        'remove',
        ...back,
        'x',
        'saas',
      ]).conversation.answers.without,
    ).toEqual([]);
  });

  test('what the command line gave is not asked', () => {
    const given: Answers = { ...noAnswers, directory: 'x', preset: 'shop', teamSize: 4 };
    const questionnaire = start(given);
    const asked = new Set<string>();
    let conversation = questionnaire.begin(given);
    while (conversation.end === null) {
      asked.add(conversation.place.screen);
      conversation = questionnaire.reply(
        conversation,
        conversation.place.screen === 'adjust'
          ? 'adjust'
          : orDefault(null, questionnaire.question(conversation)),
      );
    }
    expect(asked).toContain('complexity');
    expect(asked).not.toContain('directory');
    expect(asked).not.toContain('start');
    expect(asked).not.toContain('team-size');
  });

  test('an aggregate is judged while it is typed', () => {
    const { questionnaire, conversation } = converse([...ownDomain, 'add', 'billing']);
    const question = questionnaire.question(conversation);
    if (question.kind !== 'text') throw new Error('a line is expected');
    expect(question.check('Invoice(total:mony)')).toEqual({
      ok: false,
      problem: '“mony” is not a field type. Did you mean “money”?',
    });
    expect(question.check('Invoice(total:money)')).toEqual({
      ok: true,
      remarks: ['/v1/billing/invoices, 1 field'],
    });
    expect(question.check('Invoice(').ok).toBe(false);
    expect(question.check('').ok).toBe(false);
  });

  test('a field taken from an aggregate of a preset is gone, and its constraints can be lifted', () => {
    const task =
      'Task(title:string, details:text?[maxLength=4000], priority:enum(low|normal|high))';
    const { conversation } = converse([
      'x',
      'minimal',
      'adjust',
      ...defaults,
      'open planning',
      'open Task',
      'aggregate',
      task,
    ]);
    const made = blueprintOf(conversation.answers, sources, cwd);
    const fields = made.ok ? (made.value.blueprint.contexts[0]?.aggregates[0]?.fields ?? []) : [];
    expect(fields.map(({ name, maxLength }) => [name, maxLength])).toEqual([
      ['title', 255],
      ['details', 4000],
      ['priority', null],
    ]);
  });
});

const words = fc.constantFrom('billing', 'sales', 'Billing', 'class', 'shipping');
const names = fc.constantFrom('Invoice', 'Order', 'Parcel', 'invoice');
const lines = fc.constantFrom(
  'Invoice(total:money)',
  'Parcel(weight:decimal[min=0.1], fragile:boolean, label:string[pattern="^[a-z, ]+$",maxLength=10])',
  'Task(title:string)',
  'Order(productId:uuid, quantity:integer)',
  'Invoice(',
);
const paths = fc.constantFrom(
  '',
  'pay: open -> paid',
  'place: draft -> placed, cancel: draft|placed -> cancelled',
  'x',
);

/** A reply a person might give: for menus any option, for lines something that passes its check. */
function anyReply(
  question: Question,
  [pick, word, name, line, path]: readonly [number, string, string, string, string],
): Reply | null {
  if (question.kind === 'choice') {
    const open = question.options.filter(({ value }) => value !== 'quit' && value !== 'write');
    return open[pick % open.length]?.value ?? null;
  }
  if (question.kind === 'many')
    return question.options
      .filter((_, index) => ((pick >> index) & 1) === 1)
      .map(({ value }) => value);
  const tries = [
    word,
    name,
    line,
    path,
    question.fallback ?? '',
    question.initial ?? '',
    String(1 + (pick % 2000)),
  ];
  return tries.find((text) => question.check(text).ok) ?? null;
}

test('whatever is answered and taken back, the replay command gives the same blueprint', () => {
  const replies = fc.array(fc.tuple(fc.nat(1000), words, names, lines, paths), {
    minLength: 5,
    maxLength: 60,
  });
  fc.assert(
    fc.property(replies, fc.constantFrom('shop', 'minimal', ''), (each, preset) => {
      const questionnaire = start();
      let conversation = questionnaire.reply(questionnaire.begin(noAnswers), 'my-shop');
      conversation = questionnaire.reply(conversation, preset);
      for (const reply of each) {
        if (conversation.end !== null) break;
        const question = questionnaire.question(conversation);
        const said = reply[0] % 11 === 0 ? null : anyReply(question, reply);
        conversation =
          said === null
            ? questionnaire.back(conversation)
            : questionnaire.reply(conversation, said);
      }
      const { answers } = conversation;
      const again = replayed(answers);
      expect(again).toEqual(answers);
      expect(blueprintOf(again, sources, cwd)).toEqual(blueprintOf(answers, sources, cwd));
      // Every reply passed its check: what can be missing is a first context, or a name one went back from.
      const made = blueprintOf(answers, sources, cwd);
      if (!made.ok) expect(['/contexts', '/name']).toContain(made.error.pointer);
    }),
    { numRuns: 60 },
  );
});
