import type { Context } from '../../blueprint/model.ts';
import { snake } from '../../blueprint/names.ts';
import type { Repository } from './repository.ts';

/** A bounded context as it lies there. */
export interface ContextFolder {
  readonly name: string;
  /** `contexts/ordering` */
  readonly folder: string;
  /** The PostgreSQL schema that is its own. */
  readonly schema: string;
  /** What it is meant to be; null: the blueprint does not know it. */
  readonly blueprint: Context | null;
}

/** The contexts that are there or are meant to be, by name. */
export function contextsOf(repository: Repository): readonly ContextFolder[] {
  const { contexts } = repository.blueprint;
  const written = repository.paths('contexts/*/src/**').map((path) => path.split('/')[1] ?? '');
  const meant = contexts.map(({ name }) => name);
  return [...new Set([...written, ...meant])].toSorted().map((name): ContextFolder => ({
    name,
    folder: `contexts/${name}`,
    schema: snake(name),
    blueprint: contexts.find((context) => context.name === name) ?? null,
  }));
}
