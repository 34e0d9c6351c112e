import type { Answers } from '../../../commands/answers.ts';
import { assigned, withAssignment } from '../../../commands/assignments.ts';
import { decisionLine, reasons } from '../decisions-text.ts';
import { faulty, fine, type Check } from '../question.ts';
import type { Screen } from '../questionnaire.ts';
import { one } from './reply.ts';

export const latency: Screen = {
  id: 'latency',
  section: 'Targets',
  flag: '--p99-ms <ms>',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('p99Ms'),
  ask: (answers, known) => ({
    kind: 'text',
    message: 'How fast must 99 of 100 requests be, in milliseconds?',
    preview: reasons(known.decisions(answers), ['architecture']),
    fallback: String(known.targets(answers).p99Ms),
    check(text): Check {
      const ms = number(text);
      if (ms === null || ms <= 0) return faulty('Give milliseconds, more than 0.');
      return fine(decisionLine(known.decisions({ ...answers, p99Ms: ms }), 'latency'));
    },
  }),
  accept: (answers, reply) => ({ answers: { ...answers, p99Ms: number(one(reply)) ?? 0 } }),
};

export const throughput: Screen = {
  id: 'throughput',
  section: 'Targets',
  flag: '--throughput-rps <requests>',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('throughputRps'),
  ask: (answers, known) => ({
    kind: 'text',
    message: 'How many requests per second must it sustain?',
    fallback: String(known.targets(answers).throughputRps),
    check(text): Check {
      const rps = number(text);
      if (rps === null || rps < 0) return faulty('Give requests per second, 0 or more.');
      return fine(decisionLine(known.decisions({ ...answers, throughputRps: rps }), 'throughput'));
    },
  }),
  accept: (answers, reply) => ({ answers: { ...answers, throughputRps: number(one(reply)) ?? 0 } }),
};

const availabilityPath = 'targets.availability';

export const availability: Screen = {
  id: 'availability',
  section: 'Targets',
  flag: '--set targets.availability=<percent>',
  reached: 'in-line',
  applies: (_, known) => !known.given.has(`set ${availabilityPath}`),
  ask: (answers, known) => ({
    kind: 'choice',
    message: 'How available must it be?',
    options: availabilities(
      assigned(answers.set, availabilityPath) ?? String(known.targets(answers).availability),
    ),
    initial: assigned(answers.set, availabilityPath) ?? String(known.targets(answers).availability),
  }),
  accept: (answers, reply) => ({ answers: chooseAvailability(answers, one(reply)) }),
};

const usual = [
  { value: '99', label: '99 %', hint: '7 hours down in a month' },
  { value: '99.9', label: '99.9 %', hint: '43 minutes down in a month' },
  { value: '99.95', label: '99.95 %', hint: '21 minutes down in a month' },
  { value: '99.99', label: '99.99 %', hint: '4 minutes down in a month' },
];

function availabilities(current: string): typeof usual {
  if (usual.some(({ value }) => value === current)) return usual;
  return [...usual, { value: current, label: `${current} %`, hint: 'as it is' }];
}

function chooseAvailability(answers: Answers, value: string): Answers {
  return { ...answers, set: withAssignment(answers.set, availabilityPath, value) };
}

function number(text: string): number | null {
  return /^\d{1,15}(?:\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}
