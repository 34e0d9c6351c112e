import { parseTransitionFlag } from '../../../blueprint/flags.ts';
import { splitTransitions, transitionLines } from '../../../commands/mini-language.ts';
import { putTransitions } from '../domain-edits.ts';
import { faulty, type Check } from '../question.ts';
import type { Screen } from '../questionnaire.ts';
import { contextMenu, domainMenu } from './domain.ts';
import { judged } from './judged.ts';
import { one } from './reply.ts';
import { inTheLine, look, originOf, valueOf } from './subject.ts';

/** All transitions of an aggregate in one line. */
export const transitions: Screen = {
  id: 'transitions',
  section: 'Domain',
  flag: '--transition <line>',
  reached: 'from-a-menu',
  applies: () => true,
  ask(answers, known, subject) {
    const { context, found } = look(answers, known, subject);
    const name = found?.name ?? '';
    return {
      kind: 'text',
      message: `What does the business do with ${name}? Its transitions:`,
      help: [
        'name: from -> to, comma between them, a|b for several sources; the first source is where it starts. Empty: it has no status.',
      ],
      placeholder: 'place: draft -> placed, cancel: draft|placed -> cancelled',
      initial: found === null ? '' : transitionLines(found).join(', '),
      check(text): Check {
        const typed = splitTransitions(text).map((line) =>
          parseTransitionFlag(`${context}/${name}.${line}`),
        );
        for (const each of typed) if (!each.ok) return faulty(inTheLine(each.error));
        const after = typed.flatMap((each) => (each.ok ? [each.value.transition] : []));
        if (after.length === 0)
          return judged(
            putTransitions(answers, context, name, originOf(answers, known, context, name), after),
            known,
            () => ['No status: it is created, changed and removed.'],
          );
        const states = [...new Set(after.flatMap(({ from, to }) => [...[from].flat(), to]))];
        const changed = putTransitions(
          answers,
          context,
          name,
          originOf(answers, known, context, name),
          after,
        );
        return judged(changed, known, () => [`States: ${states.join(', ')}`]);
      },
    };
  },
  accept(answers, reply, known, subject) {
    const { context, found } = look(answers, known, subject);
    const name = found?.name ?? '';
    const after = splitTransitions(one(reply)).map(
      (line) => valueOf(parseTransitionFlag(`${context}/${name}.${line}`)).transition,
    );
    return {
      answers: putTransitions(
        answers,
        context,
        name,
        originOf(answers, known, context, name),
        after,
      ),
      path: [domainMenu, contextMenu(context)],
    };
  },
};
