import type { Blueprint } from '../../../blueprint/model.ts';
import { atMost, reasons } from '../decisions-text.ts';
import type { Proposal } from '../knowledge.ts';
import type { Screen } from '../questionnaire.ts';
import { conclusion, unfinished } from './conclusion.ts';
import { domainMenu } from './domain.ts';
import { one } from './reply.ts';

/** Everything, before anything is written. */
export const summary: Screen = {
  id: 'summary',
  section: 'Summary',
  flag: '--yes',
  reached: 'in-line',
  applies: () => true,
  ask(answers, known) {
    const proposal = known.blueprint(answers);
    const folder = known.absolute(answers.directory ?? '.');
    if (!proposal.ok) return unfinished('This cannot be written yet.', proposal.error);
    return conclusion('Write it?', [
      ...summaryLines(proposal.value),
      '',
      `To ${folder}${answers.git ? ', with git' : ''}${answers.install ? ', with its dependencies installed' : ''}`,
    ]);
  },
  accept(answers, reply) {
    const choice = one(reply);
    if (choice === 'change') return { answers, path: [{ screen: 'change', subject: '' }] };
    return { answers, end: choice === 'write' ? 'write' : 'quit' };
  },
};

/** Where to go back to; from there the questions follow in line again. */
export const change: Screen = {
  id: 'change',
  section: 'Summary',
  flag: '--set <path=value>',
  reached: 'from-a-menu',
  applies: () => true,
  ask: (_, known) => ({
    kind: 'choice',
    message: 'What is to be changed?',
    options: [
      ...(known.given.has('directory') ? [] : [{ value: 'directory', label: 'The folder' }]),
      ...(known.given.has('preset') || known.given.has('blueprint')
        ? []
        : [{ value: 'start', label: 'The preset' }]),
      { value: 'team-size', label: 'The team' },
      { value: 'latency', label: 'The targets' },
      { value: domainMenu.screen, label: 'The domain' },
      { value: 'features', label: 'The features' },
      { value: 'delivery', label: 'The delivery' },
      { value: 'afterwards', label: 'Git and dependencies' },
    ],
    initial: domainMenu.screen,
  }),
  accept: (answers, reply) => ({ answers, path: [{ screen: one(reply), subject: '' }] }),
};

function summaryLines({ blueprint, decisions, notes }: Proposal): string[] {
  const { team, targets, stack, name } = blueprint;
  return [
    `${name} (${stack})`,
    ...atMost(60, contextTree(blueprint)),
    '',
    `Team of ${team.size}, ${team.domainComplexity} complexity, boundaries ${team.clearBoundaries ? 'clear' : 'not yet clear'}`,
    `Targets: p99 ${targets.p99Ms} ms, ${targets.throughputRps} requests per second, ${targets.availability} % available`,
    '',
    ...reasons(decisions, ['architecture', 'latency', 'throughput']).filter(
      (line) => !line.startsWith('  Not '),
    ),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `Note: ${note}`)]),
  ];
}

/** Deployables, the contexts in them, and the aggregates in these. */
function contextTree({ deployables, contexts }: Blueprint): string[] {
  return deployables.flatMap((deployable) => [
    `└ ${deployable.name}`,
    ...deployable.contexts.flatMap((hosted) => {
      const context = contexts.find(({ name }) => name === hosted);
      const aggregates = context?.aggregates ?? [];
      return [
        `  └ ${hosted}`,
        ...aggregates.map(({ name, fields, lifecycle }) => {
          const states = lifecycle === null ? '' : `, ${lifecycle.states.join(' · ')}`;
          return `    └ ${name} (${fields.length} ${fields.length === 1 ? 'field' : 'fields'}${states})`;
        }),
      ];
    }),
  ]);
}
