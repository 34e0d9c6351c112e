import path from 'node:path';

import { checkName, suggestName } from '../../../blueprint/names.ts';
import { quote } from '../../../blueprint/problem.ts';
import type { StackId } from '../../../blueprint/model.ts';
import { assigned, withAssignment } from '../../../commands/assignments.ts';
import { mistakenCommand } from '../../command-names.ts';
import { faulty, fine, type Check } from '../question.ts';
import type { Screen } from '../questionnaire.ts';
import { inShort } from '../decisions-text.ts';
import { one } from './reply.ts';

export const directory: Screen = {
  id: 'directory',
  section: 'Project',
  flag: '[directory]',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('directory'),
  ask: (answers, known) => ({
    kind: 'text',
    message: 'Which folder is the backend written to?',
    help: ['A new or an empty folder; "." is the current one.'],
    fallback: answers.directory ?? 'my-backend',
    check(text): Check {
      const mistaken = mistakenCommand(text, []);
      if (mistaken !== null) return faulty(mistaken.message);
      const problem = known.folderProblem(text);
      return problem === null ? fine(known.absolute(text)) : faulty(problem);
    },
  }),
  accept: (answers, reply) => ({ answers: { ...answers, directory: one(reply) } }),
};

/** Asked only where the folder's name cannot be the backend's. */
export const name: Screen = {
  id: 'name',
  section: 'Project',
  flag: '--set name=<name>',
  reached: 'in-line',
  applies: (answers, known) =>
    !known.given.has('name') &&
    !known.given.has('blueprint') &&
    checkName('repository', folderName(answers.directory, known.absolute)) !== null,
  ask: (answers, known) => ({
    kind: 'text',
    message: 'What is the backend called?',
    help: ['It names the repository, its database and its images.'],
    fallback:
      assigned(answers.set, 'name') ??
      suggestName('repository', folderName(answers.directory, known.absolute)),
    check(text): Check {
      const problem = checkName('repository', text);
      return problem === null
        ? fine()
        : faulty(`${quote(text)} ${problem.message}; try ${problem.suggestion}.`);
    },
  }),
  accept: (answers, reply) => ({
    answers: { ...answers, set: withAssignment(answers.set, 'name', one(reply)) },
  }),
};

const scratch = '';

export const start: Screen = {
  id: 'start',
  section: 'Project',
  flag: '--preset <name>',
  reached: 'in-line',
  applies: (_, known) =>
    !known.given.has('preset') &&
    !known.given.has('blueprint') &&
    !known.given.has('context') &&
    !known.given.has('aggregate'),
  ask: (answers, known) => ({
    kind: 'choice',
    message: 'What do you start from?',
    help: ['A preset is a whole domain that you can use as it is, or edit.'],
    options: [
      ...known.presets.map(({ name: preset, description }) => ({
        value: preset,
        label: preset,
        hint: description,
      })),
      {
        value: scratch,
        label: 'my own domain',
        hint: 'contexts and aggregates are entered one by one',
      },
    ],
    initial: answers.preset ?? known.presets.find((each) => each.name === 'shop')?.name ?? scratch,
  }),
  accept(answers, reply) {
    const { preset: before, ...rest } = answers;
    const preset = one(reply);
    if (preset === (before ?? scratch)) return { answers };
    // The edits were made to another domain.
    const unedited = {
      ...rest,
      rename: [],
      without: [],
      context: [],
      aggregate: [],
      transition: [],
    };
    return { answers: preset === scratch ? unedited : { ...unedited, preset } };
  },
};

/** Everything after it has an answer already: the recommended ones, in one step. */
export const adjust: Screen = {
  id: 'adjust',
  section: 'Project',
  flag: '--yes',
  reached: 'in-line',
  applies: (answers) => answers.preset !== undefined || answers.blueprint !== undefined,
  ask(answers, known) {
    const proposal = known.blueprint(answers);
    const subject = answers.preset === undefined ? 'the blueprint' : `the preset ${answers.preset}`;
    return {
      kind: 'choice',
      message: `Use ${subject} as it is?`,
      preview: proposal.ok ? inShort(proposal.value) : [],
      options: [
        { value: 'as-is', label: 'as it is', hint: 'a summary follows before anything is written' },
        {
          value: 'adjust',
          label: 'go through the questions',
          hint: 'team, targets, domain, features, delivery',
        },
      ],
      initial: 'as-is',
    };
  },
  accept: (answers, reply) =>
    one(reply) === 'as-is' ? { answers, path: [{ screen: 'summary', subject: '' }] } : { answers },
};

export const stack: Screen = {
  id: 'stack',
  section: 'Project',
  flag: '--stack <stack>',
  reached: 'in-line',
  applies: (_, known) => !known.given.has('stack') && known.stacks.length > 1,
  ask: (answers, known) => ({
    kind: 'choice',
    message: 'Which language is it written in?',
    options: known.stacks.map((id) => ({ value: id, label: stackNames[id] })),
    initial: answers.stack ?? known.stacks[0] ?? 'typescript',
  }),
  accept(answers, reply, known) {
    const chosen = known.stacks.find((id) => id === one(reply));
    return { answers: chosen === undefined ? answers : { ...answers, stack: chosen } };
  },
};

const stackNames: Readonly<Record<StackId, string>> = {
  typescript: 'TypeScript: Bun and Elysia',
  python: 'Python: FastAPI and Pydantic',
  go: 'Go: Gin and Wire',
  rust: 'Rust: Axum and SQLx',
};

function folderName(folder: string | undefined, absolute: (folder: string) => string): string {
  return path.basename(absolute(folder ?? '.'));
}
