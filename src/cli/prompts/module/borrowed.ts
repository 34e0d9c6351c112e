import { defaults } from '../../../blueprint/draft.ts';
import { noAnswers, type Answers } from '../../../commands/answers.ts';
import { ok } from '../../../commands/command.ts';
import type { ModuleAnswers } from '../../../commands/module/answers.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Place, Screen } from '../questionnaire.ts';
import type { ModuleKnowledge } from './knowledge.ts';
import { moduleMenu } from './menu.ts';

/**
 * A screen of `create` in the conversation about one context: its lines name their context there,
 * and do not here; the menus it goes back to are one menu here.
 */
export function borrowed(screen: Screen): Screen<ModuleAnswers, ModuleKnowledge> {
  return {
    id: screen.id,
    section: 'Module',
    // Renaming and removing change the same lines.
    flag: '--aggregate <line>, --transition <line>',
    reached: 'from-a-menu',
    applies: () => true,
    ask: (answers, known, subject) =>
      screen.ask(withPrefix(answers), asIn(known, answers), inContext(answers, subject)),
    accept(answers, reply, known, subject) {
      const step = screen.accept(
        withPrefix(answers),
        reply,
        asIn(known, answers),
        inContext(answers, subject),
      );
      const path = step.path?.flatMap(placeHere);
      return {
        answers: withoutPrefix(step.answers, answers),
        ...(path === undefined ? {} : { path }),
      };
    },
  };
}

/** Subjects are aggregates; they follow the context where it is called otherwise meanwhile. */
const inContext = ({ name }: ModuleAnswers, aggregate: string): string => `${name}/${aggregate}`;

function placeHere({ screen, subject }: Place): readonly Place[] {
  if (screen === 'domain') return [];
  if (screen === 'context') return [moduleMenu];
  return [{ screen, subject: subject.split('/')[1] ?? '' }];
}

function withPrefix({ name, aggregate, transition, set }: ModuleAnswers): Answers {
  return {
    ...noAnswers,
    context: [name],
    aggregate: aggregate.map((line) => `${name}/${line}`),
    transition: transition.map((line) => `${name}/${line}`),
    set: set.map((each) => `contexts.${name}.${each}`),
  };
}

function withoutPrefix(changed: Answers, before: ModuleAnswers): ModuleAnswers {
  const { name } = before;
  const bare = (line: string): string => line.replace(`${name}/`, '');
  return {
    ...before,
    aggregate: changed.aggregate.map(bare),
    transition: changed.transition.map(bare),
    set: changed.set.map((each) => each.replace(`contexts.${name}.`, '')),
  };
}

/** What `create` would know: the context as the whole domain, and the one validator. */
function asIn(known: ModuleKnowledge, current: ModuleAnswers): Knowledge {
  const here = (answers: Answers): ModuleAnswers => withoutPrefix(answers, current);
  return {
    stacks: [known.before.stack],
    presets: [],
    given: new Set(),
    absolute: (directory) => directory,
    folderProblem: () => null,
    blueprint(answers) {
      const after = known.after(here(answers));
      return after.ok ? ok({ blueprint: after.value, decisions: [], notes: [] }) : after;
    },
    written: (answers) =>
      ok({ schema: 1, name: known.before.name, contexts: [known.written(here(answers))] }),
    team: () => known.before.team,
    targets: () => ({ ...defaults.targets }),
    decisions: () => [],
  };
}
