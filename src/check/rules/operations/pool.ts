import { productionFiles } from '../../reading/code/production.ts';
import { calledName, memberOf, nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { numberOf } from '../../reading/code/values.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

interface Bound {
  readonly least: number;
  readonly most: number;
  readonly what: string;
}

/** Defaults of the variables that configure pools; a deployment may say otherwise. */
const defaults: Readonly<Record<string, Bound>> = {
  DATABASE_POOL_MIN: { least: 1, most: 20, what: 'connections that are kept' },
  DATABASE_POOL_MAX: { least: 5, most: 20, what: 'connections at most' },
  DATABASE_POOL_IDLE_MS: { least: 1, most: 30_000, what: 'milliseconds of idleness' },
  DATABASE_POOL_ACQUIRE_MS: { least: 1, most: 5000, what: 'milliseconds to wait for a connection' },
  DATABASE_STATEMENT_TIMEOUT_MS: { least: 1, most: 10_000, what: 'milliseconds for a statement' },
};

const defaultsBounded: Check = {
  name: 'defaults-bounded',
  title:
    'Pools have 5 to 20 connections, 30 s idle, 5 s to connect and 10 s for a statement by default',
  reason:
    'A pool that is too large is a queue in the database, and a wait without a limit is an outage of everybody.',
  mend: 'Restore the default, and set another value by its variable where a deployment needs one.',
  subject: 'defaults of pools',
  applies: (repository) => defaultsIn(repository).length > 0,
  inspect: (repository) =>
    inspectEach(defaultsIn(repository), function* ({ file, name, node, value }) {
      const bound = defaults[name];
      if (bound !== undefined && (value < bound.least || value > bound.most))
        yield file.at(
          node,
          `${name} is ${value} ${bound.what} by default, not ${bound.least} to ${bound.most}.`,
        );
    }),
};

interface Default {
  readonly file: TypeScriptFile;
  readonly name: string;
  readonly node: ts.Expression;
  readonly value: number;
}

/** `reader.integer('DATABASE_POOL_MAX', 20, …)` */
function defaultsIn(repository: Repository): readonly Default[] {
  return productionFiles(repository).flatMap((file) =>
    file.text.includes('DATABASE_')
      ? syntaxOf(file).calls.flatMap(({ arguments: [name, node] }): Default[] => {
          if (name === undefined || node === undefined || !ts.isStringLiteralLike(name)) return [];
          if (!Object.hasOwn(defaults, name.text)) return [];
          const value = numberOf(file, node);
          return value === null ? [] : [{ file, name: name.text, node, value }];
        })
      : [],
  );
}

/** What has to be said of every pool of pg, whose own defaults wait for ever. */
const settings: Readonly<Record<string, string>> = {
  max: 'no limit of its own',
  idleTimeoutMillis: 'no limit of idleness',
  connectionTimeoutMillis: 'no limit of how long it waits for a connection',
};

const poolsLimited: Check = {
  name: 'pools-limited',
  title: 'Every pool says how many connections it opens, and how long it waits',
  reason: 'The defaults of pg wait for a connection, and for a statement, for ever.',
  mend: 'Set max, idleTimeoutMillis, connectionTimeoutMillis and statement_timeout; or use the pool of the platform.',
  subject: 'pools',
  applies: (repository) => poolsIn(repository).length > 0,
  inspect: (repository) =>
    inspectEach(poolsIn(repository), function* ({ file, made }) {
      const [options] = made.arguments ?? [];
      if (options !== undefined && !ts.isObjectLiteralExpression(options)) return;
      for (const [name, problem] of Object.entries(settings))
        if (options === undefined || (memberOf(options, name) === null && !spreads(options)))
          yield file.at(made, `The pool has ${problem}.`);
      const members = syntaxOf(file).members.map(({ name }) => nameOf(name));
      if (!members.includes('statement_timeout'))
        yield file.at(made, 'Statements of the pool may run for ever.');
    }),
};

const spreads = (options: ts.ObjectLiteralExpression): boolean =>
  options.properties.some(ts.isSpreadAssignment);

interface Made {
  readonly file: TypeScriptFile;
  readonly made: ts.NewExpression;
}

/** Those of contexts are no matter of limits: contexts have none of their own (ARC-3). */
function poolsIn(repository: Repository): readonly Made[] {
  return productionFiles(repository)
    .filter(
      ({ path, imports }) =>
        !path.startsWith('contexts/') &&
        imports.some(({ specifier, typeOnly }) => specifier === 'pg' && !typeOnly),
    )
    .flatMap((file) =>
      syntaxOf(file)
        .constructions.filter((made) => calledName(made) === 'Pool')
        .map((made) => ({ file, made })),
    );
}

export const pools: Rule = {
  id: 'DAT-1',
  title:
    'Connection pools have limits: by default 5 to 20 connections, 30 s idle, 5 s connect, 10 s statement timeout',
  checks: [defaultsBounded, poolsLimited],
};
