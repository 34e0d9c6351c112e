import type { Blueprint, StackId } from '../blueprint/model.ts';
import type { Decision } from '../advisor/index.ts';

/** Who keeps an emitted file: `tool` files are kept current by upgrades, `team` files are written once. */
export type Owner = 'tool' | 'team';

/**
 * One use of a template folder: every file below `templates/<folder>/` is rendered once with `view`.
 * `paths` fills the `{name}` placeholders of the files' paths.
 */
export interface Part {
  /** e.g. `typescript/aggregate` */
  readonly folder: string;
  readonly paths: Readonly<Record<string, string>>;
  readonly view: object;
}

/** A file whose text is computed rather than written as a template: JSON, lock files, documents. */
export interface ComputedFile {
  readonly path: string;
  readonly content: string;
}

export interface Emission {
  readonly parts: readonly Part[];
  readonly files: readonly ComputedFile[];
}

/** The texts below `templates/<stack>/dependencies/`: real manifests that hold the versions emitted. */
export type Resources = (path: string) => string;

/** What a person needs to run the emitted repository. */
export interface Toolchain {
  /** The program that must be on the PATH, e.g. `bun`, and how to get it. */
  readonly program: string;
  readonly version: string;
  readonly install: string;
  /** Command lines of the verbs, run at the root of the repository. */
  readonly setup: readonly [string, ...string[]];
  readonly dev: string;
  readonly test: string;
}

/** A language pack: everything the tool knows about one language. */
export interface Stack {
  readonly id: StackId;
  readonly toolchain: Toolchain;
  /** The settings of the emitted repository's own formatter, as JSON text. */
  formatSettings(resources: Resources): string;
  /** What a blueprint becomes, as parts and computed files; pure. */
  emit(blueprint: Blueprint, decisions: readonly Decision[], resources: Resources): Emission;
  /** Who keeps a file of the emitted repository. */
  ownerOf(path: string): Owner;
}
