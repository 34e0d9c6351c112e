import type { CacheLevel, Features } from '../../../blueprint/model.ts';
import type { Answers } from '../../../commands/answers.ts';
import { withAssignment, withoutAssignment } from '../../../commands/assignments.ts';
import { reasons } from '../decisions-text.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Option } from '../question.ts';
import type { Screen } from '../questionnaire.ts';
import { several } from './reply.ts';

/** A feature that can be wished for or against; what was decided needs no flag. */
interface Feature extends Option {
  isOn(features: Features): boolean;
}

const cached = (level: CacheLevel) => (features: Features) => features.cache.includes(level);

const features: readonly Feature[] = [
  { value: 'memory', label: 'cache in memory', isOn: cached('memory') },
  { value: 'redis', label: 'cache in Redis', isOn: cached('redis') },
  { value: 'cdn', label: 'cache headers for a CDN', isOn: cached('cdn') },
  {
    value: 'readReplicas',
    label: 'read replicas',
    hint: 'lists and reads go to DATABASE_REPLICA_URL',
    isOn: ({ readReplicas }) => readReplicas,
  },
  {
    value: 'acceptance',
    label: 'asynchronous creates',
    hint: '202 and a status resource',
    isOn: ({ acceptance }) => acceptance === 'asynchronous',
  },
  {
    value: 'partitioning',
    label: 'partitioned tables',
    hint: 'by hash of the id',
    isOn: ({ partitioning }) => partitioning === 'hash',
  },
];

export const featureList: Screen = {
  id: 'features',
  section: 'Features',
  flag: '--set features.<feature>=<value>',
  reached: 'in-line',
  applies: (_, known) => ![...known.given].some((each) => each.startsWith('set features.')),
  ask(answers, known) {
    const now = featuresOf(answers, known);
    return {
      kind: 'many',
      message: 'Which features does it have? What is ticked follows from the decisions.',
      preview: reasons(known.decisions(answers), ['latency', 'throughput']),
      options: features.map(({ value, label, hint }) =>
        hint === undefined ? { value, label } : { value, label, hint },
      ),
      initial: features
        .filter((feature) => now !== null && feature.isOn(now))
        .map(({ value }) => value),
    };
  },
  accept(answers, reply, known) {
    const decided = featuresOf(undecided(answers), known);
    return {
      answers: decided === null ? answers : wish(undecided(answers), several(reply), decided),
    };
  },
};

/** Assigns what differs from what is decided. */
function wish(answers: Answers, ticked: readonly string[], decided: Features): Answers {
  const isOn = (feature: Feature): boolean => ticked.includes(feature.value);
  const differs = (feature: Feature): boolean => isOn(feature) !== feature.isOn(decided);
  const caches = features.filter(
    ({ value }) => value === 'memory' || value === 'redis' || value === 'cdn',
  );
  const assignments = [
    ...(caches.some(differs)
      ? [
          [
            'features.cache',
            `[${caches
              .filter(isOn)
              .map(({ value }) => value)
              .join(',')}]`,
          ] as const,
        ]
      : []),
    ...features
      .filter((feature) => !caches.includes(feature) && differs(feature))
      .map(
        (feature) => [`features.${feature.value}`, written(feature.value, isOn(feature))] as const,
      ),
  ];
  return {
    ...answers,
    set: assignments.reduce((set, [path, value]) => withAssignment(set, path, value), answers.set),
  };
}

function written(feature: string, on: boolean): string {
  if (feature === 'acceptance') return on ? 'asynchronous' : 'synchronous';
  if (feature === 'partitioning') return on ? 'hash' : 'none';
  return String(on);
}

function undecided(answers: Answers): Answers {
  const paths = [
    'features.cache',
    'features.readReplicas',
    'features.acceptance',
    'features.partitioning',
  ];
  return { ...answers, set: paths.reduce(withoutAssignment, answers.set) };
}

function featuresOf(answers: Answers, known: Knowledge): Features | null {
  const proposal = known.blueprint(answers);
  return proposal.ok ? proposal.value.blueprint.features : null;
}
