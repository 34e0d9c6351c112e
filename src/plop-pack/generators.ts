import type { NodePlopAPI } from 'node-plop';

import { checkName } from '../blueprint/names.ts';
import type { Action } from '../repository/plan.ts';
import type { ChangeReport } from '../commands/change-repository.ts';
import type { CommandError, Outcome, World } from '../commands/command.ts';

type Answers = Readonly<Record<string, unknown>>;
type Run = (folder: string, answers: Answers, world: World) => Promise<Outcome<ChangeReport>>;

/** The generators `module` and `aggregate`: one action each, which is our own plan and transaction. */
export function describeGenerators(plop: NodePlopAPI): void {
  // What adds is loaded when something is added: a plopfile is loaded for less.
  plop.setGenerator('module', {
    description: 'add a bounded context to the repository',
    prompts: [
      {
        type: 'input',
        name: 'name',
        message: 'Name of the context, in kebab case:',
        validate: (name: string) => {
          const problem = checkName('context', name);
          return problem === null || `It ${problem.message}; e.g. ${problem.suggestion}.`;
        },
      },
      aggregates('Aggregates, with ";" between them, e.g. Invoice(number:string, total:money):'),
      transitions,
      { type: 'input', name: 'owner', message: 'Owner, e.g. @acme/billing (may be empty):' },
      {
        type: 'input',
        name: 'deployable',
        message: 'Deployable that hosts it (empty: as it follows):',
      },
    ],
    actions: [action(plop, async (...args) => (await import('./add.ts')).addModuleTo(...args))],
  });
  plop.setGenerator('aggregate', {
    description: 'add an aggregate to a bounded context that is there',
    prompts: [
      { type: 'input', name: 'context', message: 'Context:' },
      { type: 'input', name: 'aggregate', message: 'Aggregate, e.g. Reminder(sentAt:timestamp):' },
      transitions,
    ],
    actions: [action(plop, async (...args) => (await import('./add.ts')).addAggregateTo(...args))],
  });
}

const aggregates = (message: string) => ({ type: 'input', name: 'aggregates', message });

const transitions = {
  type: 'input',
  name: 'transitions',
  message:
    'Transitions, with ";" between them, e.g. Invoice.settle: open -> settled (may be empty):',
};

/** An action that reports what was changed, in plop's way; what it throws plop prints as a failure. */
function action(plop: NodePlopAPI, run: Run) {
  return async (answers: Answers): Promise<string> => {
    const folder = plop.getDestBasePath();
    const changed = await run(folder, answers, worldOf(folder));
    if (!changed.ok) throw new Error(refusalText(changed.error));
    if (changed.value.conflicts.length > 0) throw new Error(conflictText(changed.value));
    return changeText(changed.value);
  };
}

const worldOf = (cwd: string): World => ({
  cwd,
  environment: process.env,
  isTerminal: false,
  signal: new AbortController().signal,
  progress: (message) => void process.stderr.write(`${message}\n`),
});

const refusalText = ({ message, hint }: CommandError): string =>
  [message, ...(hint === null ? [] : [hint])].join('\n');

/** As plop tells of `addMany`. */
function changeText({ changes, notes, next }: ChangeReport): string {
  const made = changes.filter(({ action }) => action !== 'identical');
  return [
    `${made.length} files changed`,
    ...made.map(({ action, path }) => ` -> ${signs[action]} ${path}`),
    ...notes.map((note) => `Note: ${note}`),
    'Next:',
    ...next.map((line) => `  ${line}`),
  ].join('\n');
}

/** plop's signs, where it has one. */
const signs: Readonly<Record<Action, string>> = {
  create: '++',
  update: '+-',
  merge: '+-',
  delete: '--',
  identical: '==',
  conflict: '!!',
};

function conflictText({ conflicts, next }: ChangeReport): string {
  return [
    'It was added, with conflicts to resolve:',
    ...conflicts.map(({ path, because }) => ` -> ${path} (${because})`),
    'Next:',
    ...next.map((line) => `  ${line}`),
  ].join('\n');
}
