import { productionFiles } from '../../reading/code/production.ts';
import { bare, calledName, memberOf, syntaxOf } from '../../reading/code/syntax.ts';
import { numberOf, resolved } from '../../reading/code/values.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding } from '../../rule.ts';

const resilience = 'packages/platform/src/resilience/';

/** What every way to call an external is made of, by the functions of cockatiel that make it. */
const ingredients: Readonly<Record<string, string>> = {
  circuitBreaker: 'circuit breaker',
  timeout: 'time limit',
  bulkhead: 'bulkhead',
};
const longestTimeoutMs = 30_000;

export const policies: Check = {
  name: 'policies-complete',
  title: 'Every policy has a time limit, a circuit breaker and a bulkhead',
  reason: 'Each of them guards against what the other two let through.',
  mend: 'Wrap bulkhead, circuitBreaker and timeout into each policy, with at most 30 seconds for an attempt.',
  subject: 'policies',
  applies: (repository) => repository.paths(`${resilience}*.ts`).length > 0,
  inspect: (repository) => {
    const judged = new Set<ts.Node>();
    return inspectEach(policiesIn(repository), function* ({ file, call }) {
      const made = call.arguments.map((argument) => resolved(repository, { file, node: argument }));
      const names = made.map(({ node }) => (ts.isCallExpression(node) ? calledName(node) : null));
      for (const [maker, what] of Object.entries(ingredients))
        if (!names.includes(maker) && names.every((name) => name !== null))
          yield file.at(call, `The policy has no ${what}.`);
      // Policies share their parts.
      const parts = made.filter(({ node }) => !judged.has(node));
      for (const { node } of parts) judged.add(node);
      yield* timeoutsOf(parts, file);
    });
  },
};

interface Policy {
  readonly file: TypeScriptFile;
  readonly call: ts.CallExpression;
}

const policiesIn = (repository: Repository) => cockatielCalls(repository, 'wrap');

function cockatielCalls(repository: Repository, name: string): readonly Policy[] {
  return productionFiles(repository)
    .filter(({ imports }) => imports.some(({ specifier }) => specifier === 'cockatiel'))
    .flatMap((file) =>
      syntaxOf(file)
        .calls.filter((call) => calledName(call) === name && ts.isIdentifier(call.expression))
        .map((call) => ({ file, call })),
    );
}

function* timeoutsOf(
  made: readonly { readonly file: TypeScriptFile; readonly node: ts.Node }[],
  within: TypeScriptFile,
): Generator<Finding> {
  for (const { file, node } of made) {
    if (file !== within || !ts.isCallExpression(node) || calledName(node) !== 'timeout') continue;
    const [duration] = node.arguments;
    const ms = duration === undefined ? null : numberOf(file, duration);
    if (ms !== null && ms > longestTimeoutMs)
      yield file.at(node, `An attempt may take ${ms / 1000} seconds, longer than a whole request.`);
  }
}

const mostRetries = 5;

export const retries: Check = {
  name: 'retries-bounded',
  title: 'Retries are few, and wait longer each time',
  reason:
    'Retries without an end turn the short outage of one service into a long one of everybody.',
  mend: `Give retry a maxAttempts of at most ${mostRetries} and a backoff, and leave to the budget when it is spent.`,
  subject: 'retries',
  applies: (repository) => cockatielCalls(repository, 'retry').length > 0,
  inspect: (repository) =>
    inspectEach(cockatielCalls(repository, 'retry'), function* ({ file, call }) {
      const [, given] = call.arguments;
      const options = given === undefined ? null : bare(given);
      if (options === null || !ts.isObjectLiteralExpression(options)) return;
      const attempts = memberOf(options, 'maxAttempts');
      const count = attempts === null ? Number.POSITIVE_INFINITY : numberOf(file, attempts);
      if (count !== null && count > mostRetries)
        yield file.at(
          attempts ?? call,
          `A call is made again ${Number.isFinite(count) ? `${count} times` : 'without an end'}.`,
        );
      if (memberOf(options, 'backoff') === null)
        yield file.at(call, 'A call is made again at once.');
    }),
};
