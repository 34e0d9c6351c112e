import { parseAggregateFlag } from '../../../blueprint/flags.ts';
import type { ModuleAnswers } from '../../../commands/module/answers.ts';
import type { Option } from '../question.ts';
import type { Place } from '../questionnaire.ts';
import { one } from '../screens/reply.ts';
import type { ModuleScreen } from './screen.ts';

export const moduleMenu: Place = { screen: 'module', subject: '' };

/** Everything the answers gave the context so far, to open, and what it may get. */
export const menu: ModuleScreen = {
  id: moduleMenu.screen,
  section: 'Module',
  flag: '--aggregate <line>, --transition <line>, --consume <line>, --external <line>',
  reached: 'in-line',
  applies: () => true,
  ask(answers, known) {
    const made = [...aggregateOptions(answers), ...lineOptions(answers)];
    const isEmpty = made.length === 0 && answers.from === undefined;
    return {
      kind: 'choice',
      message: isEmpty ? `What does ${answers.name} have?` : `Is this ${answers.name}?`,
      help: answers.from === undefined ? [] : [`From ${answers.from}: ${inFile(answers, known)}`],
      options: [
        ...(isEmpty ? [] : [{ value: 'on', label: 'Go on', hint: `${answers.name} is complete` }]),
        ...made,
        ...additions,
      ],
      initial: isEmpty ? 'add-aggregate' : 'on',
    };
  },
  accept(answers, reply) {
    const [choice = '', subject = ''] = one(reply).split(' ');
    if (choice === 'on') return { answers };
    return { answers, path: [moduleMenu, { screen: screens[choice] ?? '', subject }] };
  },
};

/** Choice → the screen that it opens. */
const screens: Readonly<Record<string, string>> = {
  aggregate: 'aggregate-menu',
  consume: 'line',
  external: 'line',
  'add-aggregate': 'aggregate',
  react: 'event-context',
  'add-external': 'external',
};

const additions: readonly Option[] = [
  {
    value: 'add-aggregate',
    label: 'Add an aggregate',
    hint: 'a thing with a life of its own, such as Invoice',
  },
  { value: 'react', label: 'React to an event', hint: 'of another context, or an own one' },
  {
    value: 'add-external',
    label: 'Add an external',
    hint: 'a service outside, called over HTTP',
  },
];

function aggregateOptions({ aggregate }: ModuleAnswers): readonly Option[] {
  return aggregate.flatMap((line) => {
    const parsed = parseAggregateFlag(line);
    if (!parsed.ok) return [];
    const { name, fields = [] } = parsed.value.aggregate;
    const hint = fields.map((field) => field.name).join(', ');
    return [{ value: `aggregate ${name}`, label: name, hint }];
  });
}

/** Reactions and externals are lines; each is opened by its place in its list. */
function lineOptions({ consume, external }: ModuleAnswers): readonly Option[] {
  return [
    ...consume.map((line, index) => ({ value: `consume consume:${index}`, label: line })),
    ...external.map((line, index) => ({ value: `external external:${index}`, label: line })),
  ];
}

function inFile(answers: ModuleAnswers, known: Parameters<ModuleScreen['ask']>[1]): string {
  const file = known.written({
    ...answers,
    aggregate: [],
    transition: [],
    external: [],
    consume: [],
  });
  const names = [...(file.aggregates ?? []), ...(file.externals ?? [])].map(({ name }) => name);
  const reactions = file.consumes?.length ?? 0;
  return [...names, ...(reactions === 0 ? [] : [`${reactions} reactions`])].join(', ') || 'nothing';
}
