import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { parseBlueprint, parseRaw } from '../../src/advisor/index.ts';
import { composePreset } from '../../src/blueprint/presets.ts';
import type { Blueprint } from '../../src/blueprint/model.ts';
import { moduleKnowledge } from '../../src/cli/prompts/module/knowledge.ts';
import { moduleScreens } from '../../src/cli/prompts/module/screens.ts';
import { moduleAnswersOf, type ModuleOptions } from '../../src/cli/module-options.ts';
import { describeProgram } from '../../src/cli/program.ts';
import type { Question, Reply } from '../../src/cli/prompts/question.ts';
import { Questionnaire, type Conversation } from '../../src/cli/prompts/questionnaire.ts';
import { noModuleAnswers, type ModuleAnswers } from '../../src/commands/module/answers.ts';
import { blueprintWith } from '../../src/commands/module/blueprint-with.ts';
import { moduleReplayArguments } from '../../src/commands/module/replay.ts';
import { readContextFile, type ContextSource } from '../../src/commands/module/written-context.ts';

function preset(name: string): Blueprint {
  const file = path.resolve(import.meta.dirname, `../../presets/${name}.yaml`);
  const composed = composePreset(name, { [name]: fs.readFileSync(file, 'utf8') });
  if (!composed.ok) throw new Error(composed.error[0]?.message);
  const parsed = parseRaw({ schema: 1, name, ...composed.value });
  if (!parsed.ok) throw new Error(parsed.error[0]?.message);
  return parsed.value.blueprint;
}

const shop = preset('shop');
const twoDeployables = (): Blueprint => {
  const parsed = parseBlueprint(
    'schema: 1\nname: two\ncontexts: [{ name: a }, { name: b }]\ndeployables: [{ name: first, contexts: [a] }, { name: second, contexts: [b] }]',
    { file: null },
  );
  if (!parsed.ok) throw new Error(parsed.error[0]?.message);
  return parsed.value.blueprint;
};

interface Talk {
  readonly questionnaire: Questionnaire<ModuleAnswers, ReturnType<typeof moduleKnowledge>>;
  readonly conversation: Conversation<ModuleAnswers>;
}

/** Replies in order; null takes the default, every text is checked as the terminal does. */
function converse(
  replies: readonly (Reply | '<' | null)[],
  given: Partial<ModuleAnswers> = {},
  before = shop,
  file: ContextSource | null = null,
): Talk {
  const answers: ModuleAnswers = { ...noModuleAnswers, name: '', ...given };
  const questionnaire = new Questionnaire(moduleScreens, moduleKnowledge(before, answers, file));
  let conversation = questionnaire.begin(answers);
  for (const reply of replies) {
    const question = questionnaire.question(conversation);
    const heard = orDefault(reply, question);
    if (heard !== '<' && question.kind === 'text') {
      const check = question.check(String(heard));
      expect(check, String(heard)).toMatchObject({ ok: true });
    }
    if (heard !== '<' && question.kind === 'choice')
      expect(question.options.map(({ value }) => value)).toContain(heard);
    conversation =
      heard === '<' ? questionnaire.back(conversation) : questionnaire.reply(conversation, heard);
  }
  return { questionnaire, conversation };
}

function orDefault(reply: Reply | null, question: Question): Reply {
  if (reply !== null) return reply;
  if (question.kind === 'text') return question.initial ?? question.fallback ?? '';
  return question.initial;
}

const asked = ({ questionnaire, conversation }: Talk): Question =>
  questionnaire.question(conversation);

const invoice = ['add-aggregate', 'Invoice(orderId:ref(ordering.Order), total:money)'];

describe('the questions of module', () => {
  test('every question can be answered by a flag', () => {
    const module = describeProgram('0.0.0', () => {}).commands.find(
      (command) => command.name() === 'module',
    );
    const help = module?.helpInformation() ?? '';
    for (const screen of moduleScreens) {
      for (const flag of screen.flag.split(', ')) {
        const [name = ''] = flag.split(' ');
        expect(help, `${screen.id} is answered by ${flag}`).toContain(name.replace(/[<>]/g, ''));
      }
    }
  });

  test('what was answered can be said as a command line, and read back', () => {
    const answers: ModuleAnswers = {
      ...noModuleAnswers,
      name: 'list',
      from: 'x.yaml',
      owner: '@acme/billing',
      description: "What customers' owe",
      aggregate: ['Invoice(total:money)'],
      transition: ['Invoice.settle: open -> settled'],
      external: ['tax.compute: POST /tax'],
      consume: ['a.B -> create Invoice(total)'],
      set: ['aggregates.Invoice.plural=bills'],
      deployable: 'api',
      install: false,
    };
    let read: ModuleAnswers | null = null;
    const program = describeProgram('0.0.0', () => {});
    const add = program.commands
      .find((command) => command.name() === 'module')
      ?.commands.find((command) => command.name() === 'add');
    add?.action((name: string, options: ModuleOptions) => {
      read = moduleAnswersOf(name, options);
    });
    program.exitOverride().parse([...moduleReplayArguments(answers)], { from: 'user' });
    expect(read).toEqual(answers);
  });

  test('a context with an aggregate, a reaction and an external', () => {
    const talk = converse([
      'billing',
      '@acme/ordering',
      ...invoice,
      'settle: open -> settled',
      'react',
      'ordering',
      'OrderPlaced',
      'ordering.OrderPlaced -> create Invoice(orderId=id, total)',
      null,
      'add-external',
      'tax.compute: POST /tax idempotent',
      'on',
      null,
      'write',
    ]);
    expect(talk.conversation.end).toBe('write');
    expect(talk.conversation.answers).toEqual({
      ...noModuleAnswers,
      name: 'billing',
      owner: '@acme/ordering',
      aggregate: ['Invoice(orderId:ref(ordering.Order), total:money)'],
      transition: ['Invoice.settle: open -> settled'],
      consume: ['ordering.OrderPlaced -> create Invoice(orderId=id, total)'],
      external: ['tax.compute: POST /tax idempotent'],
    });
    expect(blueprintWith(shop, talk.conversation.answers, null).ok).toBe(true);
  });

  test('a reaction is proposed with fields that match by name and by reference', () => {
    const talk = converse([
      'billing',
      null,
      ...invoice,
      'settle: open -> settled',
      'react',
      'ordering',
      'OrderCancelled',
    ]);
    const question = asked(talk);
    expect(question.kind === 'choice' && question.options.map(({ value }) => value)).toEqual([
      'ordering.OrderCancelled -> create Invoice(orderId=id, total)',
      'ordering.OrderCancelled -> Invoice.settle(match orderId)',
      expect.stringMatching(
        /^ordering\.OrderCreated\|ordering\.OrderChanged\|ordering\.OrderCancelled\|ordering\.OrderRemoved -> project KnownOrder\(/,
      ),
      'ordering.OrderCancelled -> ',
    ]);
  });

  test('a call to an external is proposed for an own event', () => {
    const talk = converse(['react', 'billing', 'InvoiceCreated'], {
      name: 'billing',
      owner: '@acme/x',
      aggregate: ['Invoice(total:money)'],
      transition: ['Invoice.settle: open -> settled', 'Invoice.fail: open -> failed'],
      external: ['tax.compute: POST /tax'],
    });
    expect(asked(talk)).toMatchObject({
      initial: 'InvoiceCreated -> call tax.compute(reference=id, total) then settle else fail',
    });
  });

  test('going back walks up the menus, and keeps what was answered', () => {
    const talk = converse(['billing', null, ...invoice, '<']);
    expect(talk.conversation.place.screen).toBe('module');
    expect(asked(talk)).toMatchObject({ initial: 'on' });
    expect(converse(['billing', null, ...invoice, '<', '<']).conversation.place.screen).toBe(
      'owner',
    );
  });

  test('a line is edited where it stands, and cleared to take it out', () => {
    const given = { name: 'billing', owner: '@a', external: ['a.b: GET /b', 'c.d: GET /d'] };
    const edited = converse(['external external:1', 'c.d: PUT /d'], given);
    expect(edited.conversation.answers.external).toEqual(['a.b: GET /b', 'c.d: PUT /d']);
    const cleared = converse(['external external:0', ''], given);
    expect(cleared.conversation.answers.external).toEqual(['c.d: GET /d']);
  });

  test('an aggregate is opened, renamed, and taken out again', () => {
    const given = { name: 'billing', owner: '@a', aggregate: ['Invoice(total:money)'] };
    const open = ['aggregate Invoice'];
    expect(
      converse([...open, 'rename-aggregate', 'Bill'], given).conversation.answers.aggregate,
    ).toEqual(['Bill(total:money)']);
    expect(converse([...open, 'remove'], given).conversation.answers.aggregate).toEqual([]);
    const done = converse([...open, 'done'], given);
    expect(done.conversation.place.screen).toBe('module');
  });

  test('a name that is taken or reserved is refused while it is typed', () => {
    const question = asked(converse([]));
    if (question.kind !== 'text') throw new Error('The name is typed.');
    expect(question.check('ordering')).toMatchObject({ ok: false });
    expect(question.check('class')).toMatchObject({ ok: false });
    expect(question.check('Billing')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('billing'),
    });
  });

  test('the deployable is asked for, without a proposal where none follows', () => {
    const talk = converse(
      ['on'],
      { name: 'c', owner: '@a', aggregate: ['X(a:text)'] },
      twoDeployables(),
    );
    expect(asked(talk)).toMatchObject({
      initial: 'first',
      options: [{ value: 'first' }, { value: 'second' }, { value: '+' }],
    });
    const answered = converse(
      ['on', 'second', 'write'],
      { name: 'c', owner: '@a', aggregate: ['X(a:text)'] },
      twoDeployables(),
    );
    expect(answered.conversation.answers.deployable).toBe('second');
    const another = converse(
      ['on', '+', 'third', 'write'],
      { name: 'c', owner: '@a', aggregate: ['X(a:text)'] },
      twoDeployables(),
    );
    expect(another.conversation.answers.deployable).toBe('third');
  });

  test('where the decisions say it, the deployable of the team is proposed', () => {
    const talk = converse(
      ['on'],
      {
        name: 'claims',
        owner: '@acme/sales',
        aggregate: ['Claim(reason:text)'],
      },
      preset('service-per-team'),
    );
    expect(asked(talk)).toMatchObject({
      initial: '',
      options: [{ value: '', label: 'sales' }, {}, {}, {}, {}],
    });
  });

  test('a context from a file is shown and asked about no further', () => {
    const file = readContextFile({
      name: 'billing.yaml',
      text: 'name: billing\naggregates: [{ name: Invoice }]\nconsumes: []',
    });
    if (!file.ok) throw new Error(file.error.message);
    const talk = converse([], { name: 'billing', from: 'billing.yaml' }, shop, file.value);
    expect(asked(talk)).toMatchObject({ help: ['From billing.yaml: Invoice'], initial: 'on' });
  });

  test('the summary tells what cannot be added yet', () => {
    const talk = converse(['on', null], {
      name: 'billing',
      owner: '@a',
      aggregate: ['Invoice(total:moeny)'],
    });
    expect(asked(talk)).toMatchObject({ message: 'This cannot be added yet.', initial: 'change' });
  });
});
