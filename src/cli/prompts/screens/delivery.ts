import { withAssignment, withoutAssignment } from '../../../commands/assignments.ts';
import type { Screen } from '../questionnaire.ts';
import { several } from './reply.ts';

export const delivery: Screen = {
  id: 'delivery',
  section: 'Delivery',
  flag: '--set delivery.ci=<ci>, --set delivery.container=<container>',
  reached: 'in-line',
  applies: (_, known) => ![...known.given].some((each) => each.startsWith('set delivery.')),
  ask(answers, known) {
    const proposal = known.blueprint(answers);
    const now = proposal.ok ? proposal.value.blueprint.delivery : null;
    return {
      kind: 'many',
      message: 'How is it built and delivered?',
      options: [
        { value: 'ci', label: 'GitHub Actions', hint: 'checks, tests and the image on every push' },
        {
          value: 'container',
          label: 'Docker',
          hint: 'an image, and Compose for everything around it',
        },
      ],
      initial: [
        ...(now?.ci === 'none' ? [] : ['ci']),
        ...(now?.container === 'none' ? [] : ['container']),
      ],
    };
  },
  accept(answers, reply, known) {
    const plain = {
      ...answers,
      set: withoutAssignment(withoutAssignment(answers.set, 'delivery.ci'), 'delivery.container'),
    };
    const proposal = known.blueprint(plain);
    const ticked = several(reply);
    const wishes = [
      [
        'delivery.ci',
        ticked.includes('ci') ? 'github-actions' : 'none',
        proposal.ok ? proposal.value.blueprint.delivery.ci : '',
      ],
      [
        'delivery.container',
        ticked.includes('container') ? 'docker' : 'none',
        proposal.ok ? proposal.value.blueprint.delivery.container : '',
      ],
    ] as const;
    const set = wishes.reduce(
      (assignments, [path, value, otherwise]) =>
        value === otherwise ? assignments : withAssignment(assignments, path, value),
      plain.set,
    );
    return { answers: { ...plain, set } };
  },
};

export const afterwards: Screen = {
  id: 'afterwards',
  section: 'Delivery',
  flag: '--no-git, --no-install',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('git') || !known.given.has('install'),
  ask(answers, known) {
    const open = afters.filter(({ value }) => !known.given.has(value));
    return {
      kind: 'many',
      message: 'And once it is written?',
      options: open,
      initial: open.map(({ value }) => value).filter((value) => answers[value]),
    };
  },
  accept(answers, reply, known) {
    const ticked = several(reply);
    const chosen = (value: 'git' | 'install'): boolean =>
      known.given.has(value) ? answers[value] : ticked.includes(value);
    return { answers: { ...answers, git: chosen('git'), install: chosen('install') } };
  },
};

const afters = [
  { value: 'git', label: 'make a git repository and commit' },
  { value: 'install', label: 'install its dependencies' },
] as const;
