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
  readonly check: string;
  readonly test: string;
  /** The file that pins the dependencies: where it changed, `setup` has something to do. */
  readonly lockFile: string;
}

/** A file of history that is emitted differently now; texts with line feeds. */
export interface HistoryChange {
  readonly path: string;
  /** as emitted before */
  readonly base: string;
  /** as emitted now */
  readonly theirs: string;
  /** the files there are in its folder, in the repository and as emitted */
  readonly existing: readonly ComputedFile[];
}

/** What carries a changed file of history on, without changing it. */
export interface HistoryContinuation {
  /** new files of the same folder */
  readonly files: readonly ComputedFile[];
  /** what only the team can write, a sentence each without its full stop */
  readonly byHand: readonly string[];
}

/** An emitted file that a release moved. */
export interface TemplateRename {
  /** the release that has it at the new path, e.g. `4.1.0` */
  readonly since: string;
  /** paths in which `{name}` stands for one segment */
  readonly from: string;
  readonly to: string;
}

/** A language pack: everything the tool knows about one language. */
export interface Stack {
  readonly id: StackId;
  readonly toolchain: Toolchain;
  /** The settings of the emitted repository's own formatter, as JSON text. */
  formatSettings(resources: Resources): string;
  /** Where the emitted repository keeps them. */
  readonly formatSettingsPath: string;
  /** What a blueprint becomes, as parts and computed files; pure. */
  emit(blueprint: Blueprint, decisions: readonly Decision[], resources: Resources): Emission;
  /** Who keeps a file of the emitted repository. */
  ownerOf(path: string): Owner;
  /** Where a context has its files, e.g. `contexts/catalog`. */
  contextFolder(context: string): string;
  /** What other code imports a context by, e.g. `@contexts/catalog`. */
  contextImport(context: string): string;
  /** Whether a file, once emitted, must never change: what was applied to databases. */
  isHistory(path: string): boolean;
  /** How a changed file of history goes on in new files; pure. */
  continueHistory(change: HistoryChange): HistoryContinuation;
  readonly renames: readonly TemplateRename[];
}
