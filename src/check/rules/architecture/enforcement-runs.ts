import { textsOf, valueAt } from '../../reading/data.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { atFile, inspectEach, type Check, type Finding } from '../../rule.ts';

export const architectureTest: Check = {
  name: 'architecture-test',
  title: 'A test breaks every rule of the architecture, and runs with the check',
  reason: 'A rule that was never seen to refuse anything may have stopped long ago.',
  mend: 'Keep test/architecture with its planted offences, run it in the script "check" of package.json beside oxlint and tsc -b, and skip none of it.',
  subject: 'scripts and architecture tests',
  inspect(repository) {
    const tests = [...repository.typescript('test/architecture/**/*.test.ts')];
    return inspectEach(['package.json', ...tests], (looked) =>
      typeof looked === 'string' ? scriptFindings(repository, tests) : skipped(looked),
    );
  },
};

function* scriptFindings(
  repository: Repository,
  tests: readonly TypeScriptFile[],
): Generator<Finding> {
  if (!tests.some(plants))
    yield atFile('test/architecture', 'No test plants offences against the architecture.');
  const manifest = repository.json('package.json');
  const scripts = valueAt(manifest?.data, 'scripts');
  const [script = ''] = textsOf(valueAt(scripts, 'check'));
  for (const part of ['oxlint', 'tsc -b', 'test/architecture']) {
    if (manifest !== null && !script.includes(part))
      yield manifest.at(['scripts', 'check'], `The script "check" does not run ${part}.`);
  }
}

/** Whether the test writes files that break rules: it calls something to plant them. */
function plants(file: TypeScriptFile): boolean {
  return file
    .nodes(ts.SyntaxKind.CallExpression)
    .some(({ expression }) => /plant/i.test(expression.getText(file.tree)));
}

function* skipped(file: TypeScriptFile): Generator<Finding> {
  for (const { expression } of file.nodes(ts.SyntaxKind.CallExpression)) {
    const text = expression.getText(file.tree);
    if (/^(?:describe|test|it)\.(?:skip|todo|only)\b/.test(text))
      yield file.at(expression, `${text} leaves out a part of the test.`);
  }
}

export const checkInCi: Check = {
  name: 'check-in-ci',
  title: 'CI runs the check on every pull request',
  reason: 'What only runs on the machines of the careful is broken by the others.',
  mend: 'Keep a job that runs the script "check" in a workflow that pull requests start.',
  subject: 'workflows',
  applies: ({ blueprint }) => blueprint.delivery.ci === 'github-actions',
  inspect(repository) {
    const paths = repository.paths('.github/workflows/*.{yml,yaml}');
    const running = paths.some((path) => {
      const data = repository.yaml(path)?.data;
      return startsOnPullRequests(data) && runsCheck(data);
    });
    const found = running
      ? []
      : [atFile('.github/workflows', 'No workflow of pull requests runs the script "check".')];
    return { looked: Math.max(paths.length, 1), findings: found };
  },
};

function startsOnPullRequests(workflow: unknown): boolean {
  const on = valueAt(workflow, 'on');
  if (textsOf(on).includes('pull_request')) return true;
  return on !== null && typeof on === 'object' && !Array.isArray(on) && 'pull_request' in on;
}

function runsCheck(workflow: unknown): boolean {
  const jobs = valueAt(workflow, 'jobs');
  return Object.values(jobs !== null && typeof jobs === 'object' ? jobs : {}).some((job) => {
    const steps = valueAt(job, 'steps');
    if (!Array.isArray(steps)) return false;
    return steps.some((step) =>
      textsOf(valueAt(step, 'run')).some((run) => /\brun check\b/.test(run)),
    );
  });
}
