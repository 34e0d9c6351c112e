import { entriesOf, isData, textAt, valueAt } from '../../reading/data.ts';
import {
  allSteps,
  stepsOf,
  workflows,
  type Job,
  type Workflow,
} from '../../reading/deployment/workflows.ts';
import type { Repository } from '../../reading/repository.ts';
import { inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';

const onGitHub = (repository: Repository): boolean => workflows(repository).length > 0;

const pinnedActions: Check = {
  name: 'actions-pinned',
  title: 'Actions are pinned by the full hash of a commit',
  reason:
    'A tag can be moved to another commit by whoever gets hold of the repository; it has happened.',
  mend: 'Write owner/action@<40 hexadecimal digits> # v1.2.3; Dependabot keeps both current.',
  subject: 'uses of actions',
  applies: onGitHub,
  inspect: (repository) =>
    inspectEach(usesOf(repository), function* ({ uses, at }) {
      if (!isPinned(uses)) yield at(`${uses} may be other code tomorrow.`);
    }),
};

interface Use {
  readonly uses: string;
  at(message: string): Finding;
}

/** Actions of steps, and workflows that jobs call. */
function* usesOf(repository: Repository): Generator<Use> {
  for (const { data, at } of allSteps(repository)) {
    const uses = textAt(data, 'uses');
    if (uses !== null) yield { uses, at: (message) => at('uses', message) };
  }
  for (const { jobs } of workflows(repository)) {
    for (const { data, at } of jobs) {
      const uses = textAt(data, 'uses');
      if (uses !== null) yield { uses, at };
    }
  }
}

function isPinned(uses: string): boolean {
  if (uses.startsWith('./')) return true;
  if (uses.startsWith('docker://')) return /@sha256:[0-9a-f]{64}$/.test(uses);
  return /@[0-9a-f]{40}$/.test(uses);
}

const permissions: Check = {
  name: 'permissions-declared',
  title: 'Every job says which permissions it needs',
  reason:
    'Without, the token of a job may change the repository, and every action in the job has it.',
  mend: 'Set permissions: {} for the workflow, and for each job what it needs, with the reason.',
  subject: 'jobs',
  applies: onGitHub,
  inspect: (repository) =>
    inspectEach(
      workflows(repository).flatMap((workflow) => workflow.jobs.map((job) => ({ workflow, job }))),
      function* ({ workflow, job }: { workflow: Workflow; job: Job }) {
        const granted = job.data['permissions'] ?? workflow.data['permissions'];
        if (granted === undefined)
          yield job.at(`${job.id} has whatever permissions the repository gives.`);
        else if (granted === 'write-all') yield job.at(`${job.id} may do everything.`);
      },
    ),
};

/** Triggers whose workflow runs with the rights and secrets of the repository on behalf of a stranger. */
const trusted = new Set(['pull_request_target', 'workflow_run', 'issue_comment']);

const foreignCode: Check = {
  name: 'no-foreign-code-with-secrets',
  title: 'The code of a pull request never runs with the secrets of the repository',
  reason:
    'pull_request_target gives secrets and a token that writes; whoever sends a pull request would have them.',
  mend: 'Use pull_request for what builds or tests; keep pull_request_target for labels and comments, without a checkout.',
  subject: 'workflows',
  applies: onGitHub,
  inspect: (repository) =>
    inspectEach(workflows(repository), function* (workflow) {
      if (![...workflow.triggers].some((trigger) => trusted.has(trigger))) return;
      for (const { data, at } of stepsOf(repository, workflow)) {
        const isCheckout = textAt(data, 'uses')?.startsWith('actions/checkout@') === true;
        const ref = `${textAt(data, 'with', 'ref') ?? ''} ${textAt(data, 'with', 'repository') ?? ''}`;
        const run = textAt(data, 'run') ?? '';
        if (isCheckout && namesHead(ref))
          yield at('uses', 'The code of a stranger is checked out where secrets are.');
        if (/\bgh pr checkout\b|\bgit fetch\b[^\n]{0,200}\bpull\//.test(run))
          yield at('run', 'The code of a stranger is fetched where secrets are.');
      }
    }),
};

const namesHead = (text: string): boolean =>
  /github\.head_ref|pull_request\.head\.|workflow_run\.head_|refs\/pull\//.test(text);

const injection: Check = {
  name: 'no-text-in-scripts',
  title: 'What strangers write does not become part of a script',
  reason:
    'An expression is filled in before the shell sees the script: a title of a pull request can be a command.',
  mend: 'Give the value to the step by env, and use it as "$NAME" in the script.',
  subject: 'steps',
  applies: onGitHub,
  inspect: (repository) =>
    inspectEach(allSteps(repository), function* ({ data, at }) {
      for (const [key, script] of [
        ['run', textAt(data, 'run')],
        ['with', textAt(data, 'with', 'script')],
      ] as const)
        for (const found of (script ?? '').matchAll(/\$\{\{([^}]{1,300})\}\}/g))
          if (isWrittenByStrangers(found[1] ?? ''))
            yield at(key, `${found[1]?.trim()} becomes part of the script.`);
    }),
};

const isWrittenByStrangers = (expression: string): boolean =>
  /\bgithub\.head_ref\b|\bgithub\.event\.[\w.[\]*]{1,120}\.(?:title|body|message|name|email|ref|label|page_name|head_ref|default_branch)\b/.test(
    expression,
  );

const oldCommands: Check = {
  name: 'no-unsafe-commands',
  title: 'No workflow turns a protection of its runner off',
  reason:
    'Each of these lets the output of a program, or code of another workflow, change what runs next.',
  mend: 'Remove the switch; set variables by $GITHUB_ENV, and hand over the secrets that are needed by name.',
  subject: 'workflows',
  applies: onGitHub,
  inspect: (repository) =>
    inspectEach(workflows(repository), function* ({ file, data, jobs }) {
      const unsafe = (environment: unknown) =>
        String(valueAt(environment, 'ACTIONS_ALLOW_UNSECURE_COMMANDS') ?? '') === 'true';
      if (unsafe(data['env']))
        yield file.at(['env'], 'Programs may change the environment by what they print.');
      for (const job of jobs) {
        if (unsafe(job.data['env']))
          yield job.at('Programs may change the environment by what they print.');
        if (job.data['secrets'] === 'inherit')
          yield job.at(`${job.id} hands over every secret there is.`);
        for (const [, service] of entriesOf(job.data['services']))
          if (isData(service) && String(service['options'] ?? '').includes('--privileged'))
            yield job.at(`A service of ${job.id} has all rights on the runner.`);
      }
    }),
};

export const hardenedWorkflows: Rule = {
  id: 'DEL-5',
  title: 'GitHub Actions, hardened',
  checks: [pinnedActions, permissions, foreignCode, injection, oldCommands],
};
