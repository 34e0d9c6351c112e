import { hostOf } from '../../../advisor/index.ts';
import { reactionText } from '../../../blueprint/edit/dependents.ts';
import type { Blueprint } from '../../../blueprint/model.ts';
import { conclusion, unfinished } from '../screens/conclusion.ts';
import { one } from '../screens/reply.ts';
import { moduleMenu } from './menu.ts';
import type { ModuleScreen } from './screen.ts';

/** The context as it will be; what it changes on disk is shown beside it. */
export const summary: ModuleScreen = {
  id: 'summary',
  section: 'Summary',
  flag: '--yes',
  reached: 'in-line',
  applies: () => true,
  ask(answers, known) {
    const after = known.after(answers);
    if (!after.ok) return unfinished('This cannot be added yet.', after.error);
    return conclusion(`Add ${answers.name}?`, contextLines(after.value, answers.name));
  },
  accept(answers, reply) {
    const choice = one(reply);
    if (choice === 'change') return { answers, path: [moduleMenu] };
    return { answers, end: choice === 'write' ? 'write' : 'quit' };
  },
};

/** A context in a few lines: its host, its aggregates, what it reacts to, what it calls. */
function contextLines(blueprint: Blueprint, name: string): string[] {
  const context = blueprint.contexts.find((each) => each.name === name);
  if (context === undefined) return [];
  const { aggregates, consumes, externals, owner } = context;
  const host = hostOf(blueprint.deployables, name) ?? '';
  return [
    `${name}${owner === null ? '' : `, owned by ${owner}`}, in the deployable ${host}`,
    ...aggregates.map(({ name: aggregate, fields, lifecycle }) => {
      const states = lifecycle === null ? '' : `, ${lifecycle.states.join(' · ')}`;
      return `└ ${aggregate} (${fields.length} ${fields.length === 1 ? 'field' : 'fields'}${states})`;
    }),
    ...consumes.map(
      ({ on, reaction }) => `└ ${on.context}.${on.event} → ${reactionText(reaction)}`,
    ),
    ...externals.flatMap((external) =>
      external.operations.map(
        ({ name: operation, method, path }) => `└ ${external.name}.${operation}: ${method} ${path}`,
      ),
    ),
  ];
}
