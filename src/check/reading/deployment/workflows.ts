import type { Finding } from '../../rule.ts';
import { entriesOf, isData, itemsOf, valueAt, type Data } from '../data.ts';
import { derived } from '../derived.ts';
import type { Repository } from '../repository.ts';
import type { YamlFile } from '../yaml.ts';
import { atKey } from './yaml-place.ts';

/** A workflow of GitHub Actions. */
export interface Workflow {
  readonly path: string;
  readonly file: YamlFile;
  readonly data: Data;
  readonly triggers: ReadonlySet<string>;
  readonly jobs: readonly Job[];
}

export interface Job {
  readonly id: string;
  readonly data: Data;
  /** At its name. */
  at(message: string): Finding;
}

/** A step of a job, or of an action that the repository holds itself. */
export interface Step {
  readonly data: Data;
  /** At a member of the step. */
  at(key: string, message: string): Finding;
}

export const workflows = derived((repository): readonly Workflow[] =>
  repository.paths('.github/workflows/*.{yml,yaml}').flatMap((path) => {
    const file = repository.yaml(path);
    if (file === null || !isData(file.data)) return [];
    const { data } = file;
    const jobs = entriesOf(data['jobs']).flatMap(([id, job]) =>
      isData(job)
        ? [
            {
              id,
              data: job,
              at: (message: string) => atKey(repository, file, ['jobs', id], message),
            },
          ]
        : [],
    );
    return [{ path, file, data, triggers: triggersOf(data['on']), jobs }];
  }),
);

/** Every step of a workflow. */
export function stepsOf(repository: Repository, workflow: Workflow): readonly Step[] {
  return workflow.jobs.flatMap(({ id, data }) =>
    steps(repository, workflow.file, data['steps'], ['jobs', id, 'steps']),
  );
}

/** The steps of all workflows, and of the actions that the repository holds itself. */
export const allSteps = derived((repository): readonly Step[] => [
  ...workflows(repository).flatMap((workflow) => stepsOf(repository, workflow)),
  ...localActions(repository).flatMap((path) => {
    const file = repository.yaml(path);
    return file === null
      ? []
      : steps(repository, file, valueAt(file.data, 'runs', 'steps'), ['runs', 'steps']);
  }),
]);

const localActions = (repository: Repository): readonly string[] => [
  ...repository.paths('.github/actions/**/action.{yml,yaml}'),
  ...repository.paths('action.{yml,yaml}'),
];

function steps(
  repository: Repository,
  file: YamlFile,
  value: unknown,
  keys: readonly (string | number)[],
): readonly Step[] {
  return itemsOf(value).flatMap((data, index) =>
    isData(data)
      ? [
          {
            data,
            at: (key: string, message: string) =>
              atKey(repository, file, [...keys, index, key], message),
          },
        ]
      : [],
  );
}

function triggersOf(value: unknown): ReadonlySet<string> {
  if (typeof value === 'string') return new Set([value]);
  if (Array.isArray(value)) return new Set(value.map(String));
  return new Set(entriesOf(value).map(([name]) => name));
}
