import type { Answers } from '../../../commands/answers.ts';
import { architectureLine } from '../decisions-text.ts';
import type { Knowledge } from '../knowledge.ts';
import { faulty, fine, type Check } from '../question.ts';
import type { Screen } from '../questionnaire.ts';
import { one } from './reply.ts';

export const teamSize: Screen = {
  id: 'team-size',
  section: 'Team',
  flag: '--team-size <people>',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('teamSize'),
  ask: (answers, known) => ({
    kind: 'text',
    message: 'How many people will work on this backend?',
    fallback: String(known.team(answers).size),
    check(text): Check {
      const size = Number(text);
      if (!/^\d+$/.test(text.trim()) || !Number.isSafeInteger(size) || size < 1)
        return faulty('Give a whole number of at least 1.');
      return judged({ ...answers, teamSize: size }, known);
    },
  }),
  accept: (answers, reply) => ({ answers: { ...answers, teamSize: Number(one(reply)) } }),
};

const levels = ['low', 'medium', 'high'] as const;

export const complexity: Screen = {
  id: 'complexity',
  section: 'Team',
  flag: '--complexity <level>',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('complexity'),
  ask: (answers, known) => ({
    kind: 'choice',
    message: 'How complex is the domain?',
    options: [
      { value: 'low', label: 'low', hint: 'mostly records that are read and edited' },
      { value: 'medium', label: 'medium', hint: 'some processes and rules' },
      { value: 'high', label: 'high', hint: 'many rules that depend on each other' },
    ],
    initial: known.team(answers).domainComplexity,
  }),
  accept(answers, reply) {
    const level = levels.find((each) => each === one(reply));
    return { answers: level === undefined ? answers : { ...answers, complexity: level } };
  },
};

export const boundaries: Screen = {
  id: 'boundaries',
  section: 'Team',
  flag: '--clear-boundaries, --no-clear-boundaries',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('clearBoundaries'),
  ask: (answers, known) => ({
    kind: 'choice',
    message: 'Are the boundaries between the parts of the domain clear?',
    help: [
      'Clear: each team could say today which part is theirs, and it would still be so in a year.',
    ],
    options: [
      { value: 'no', label: 'not yet' },
      { value: 'yes', label: 'yes, and each part has its team' },
    ],
    initial: known.team(answers).clearBoundaries ? 'yes' : 'no',
  }),
  accept: (answers, reply) => ({ answers: { ...answers, clearBoundaries: one(reply) === 'yes' } }),
};

function judged(answers: Answers, known: Knowledge): Check {
  return fine(architectureLine(known.decisions(answers)));
}
