import type { Finding } from '../../rule.ts';
import { entriesOf, isData, itemsOf, textAt, valueAt, type Data } from '../data.ts';
import { derived } from '../derived.ts';
import type { Repository } from '../repository.ts';
import { atKey } from './yaml-place.ts';

/** A service of a compose file, what it merges by `<<` included. */
export interface ComposeService {
  readonly name: string;
  readonly path: string;
  readonly definition: Data;
  /** Its variables; null: passed on from whoever starts it. */
  readonly environment: ReadonlyMap<string, string | null>;
  /** A finding at one of its keys, or at its name where it has no such key of its own. */
  at(keys: readonly (string | number)[], message: string): Finding;
}

/** Compose files that somebody runs for tests, or on the own machine only. */
const forDevelopment =
  /(?:^|\/)(?:docker-)?compose[.-](?:test|tests|dev|development|ci|override|local)\.ya?ml$/;

/** The services of all compose files. */
export const everyComposeService = derived((repository): readonly ComposeService[] =>
  repository
    .paths('**/{compose,docker-compose}{,.*,-*}.{yaml,yml}')
    .filter((path) => !/(?:^|\/)test\//.test(path))
    .flatMap((path) => [...servicesOf(repository, path)]),
);

/** Those that stand for the system as it is run, and not for tests of it. */
export const composeServices = derived((repository): readonly ComposeService[] =>
  everyComposeService(repository).filter(({ path }) => !isComposeForDevelopment(path)),
);

export const isComposeForDevelopment = (path: string): boolean => forDevelopment.test(path);

function* servicesOf(repository: Repository, path: string): Generator<ComposeService> {
  const file = repository.yaml(path);
  if (file === null) return;
  for (const [name, raw] of entriesOf(merged(valueAt(file.data, 'services')))) {
    const definition = merged(raw);
    const own = raw;
    if (!isData(definition)) continue;
    yield {
      name,
      path,
      definition,
      environment: environmentOf(definition['environment']),
      at: (keys, message) =>
        valueAt(own, ...keys.slice(0, 1).map(String)) === undefined
          ? atKey(repository, file, ['services', name], message)
          : atKey(repository, file, ['services', name, ...keys], message),
    };
  }
}

/** A map with what its merge keys name; YAML 1.2 leaves that to the reader. */
function merged(value: unknown, depth = 0): unknown {
  if (!isData(value) || !Object.hasOwn(value, '<<') || depth > 20) return value;
  const { '<<': sources, ...own } = value;
  const bases = (Array.isArray(sources) ? sources : [sources]).toReversed();
  return Object.assign({}, ...bases.map((base) => merged(base, depth + 1)), own) as Data;
}

function environmentOf(value: unknown): ReadonlyMap<string, string | null> {
  if (Array.isArray(value)) {
    return new Map(
      itemsOf(value).map((item) => {
        const text = String(item);
        const equals = text.indexOf('=');
        return equals === -1 ? [text, null] : [text.slice(0, equals), text.slice(equals + 1)];
      }),
    );
  }
  const variables = merged(value);
  return new Map(entriesOf(variables).map(([name]) => [name, textAt(variables, name)]));
}

/** Services that another waits for, and how: `service_healthy`, `service_started`, … */
export function dependenciesOf({ definition }: ComposeService): ReadonlyMap<string, string> {
  const declared = definition['depends_on'];
  if (Array.isArray(declared))
    return new Map(declared.map((name) => [String(name), 'service_started']));
  return new Map(
    entriesOf(declared).map(([name, how]) => [name, textAt(how, 'condition') ?? 'service_started']),
  );
}
