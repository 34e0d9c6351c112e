import type { Blueprint } from '../../blueprint/model.ts';
import type { Finding } from '../rule.ts';
import type { Files } from './files.ts';
import { parseJson, type JsonFile } from './json.ts';
import { pathPattern } from './paths.ts';
import { positionAt } from './position.ts';
import { parseSql, type Sql } from './sql.ts';
import { parseTypeScript, type TypeScriptFile } from './typescript.ts';
import { parseYaml, type YamlFile } from './yaml.ts';

export interface RepositoryOptions {
  readonly earlier?: ReadonlyMap<string, string>;
  /** May be shared between repositories that differ in a few files: it is kept by path and text. */
  readonly parsed?: Map<string, TypeScriptFile>;
}

/** A repository as the checks see it: what it is meant to be, and its files, each parsed once and when asked for. */
export class Repository {
  readonly blueprint: Blueprint;
  /** Contracts of events as they were published: path → text; empty: nothing is known of that. */
  readonly earlier: ReadonlyMap<string, string>;
  readonly #files: Files;
  readonly #unparsed = new Set<string>();
  readonly #matches = new Map<string, readonly string[]>();
  readonly #typescript: Map<string, TypeScriptFile>;
  readonly #yaml = new Map<string, YamlFile | null>();
  readonly #json = new Map<string, JsonFile | null>();
  readonly #sql = new Map<string, Sql | null>();

  constructor(blueprint: Blueprint, files: Files, { earlier, parsed }: RepositoryOptions = {}) {
    this.blueprint = blueprint;
    this.earlier = earlier ?? new Map();
    this.#files = files;
    this.#typescript = parsed ?? new Map();
  }

  /** Paths that match a pattern: `*` within a segment, `**` over segments, `{a,b}` either. */
  paths(glob: string): readonly string[] {
    const known = this.#matches.get(glob);
    if (known !== undefined) return known;
    const pattern = pathPattern(glob);
    const found = this.#files.paths.filter((path) => pattern.test(path));
    this.#matches.set(glob, found);
    return found;
  }

  has(path: string): boolean {
    return this.#files.text(path) !== null;
  }

  /** The text of a file; null: it is not there, or no text. */
  text(path: string): string | null {
    return this.#files.text(path);
  }

  /** The TypeScript files that match a pattern; only those in whose text `mentions` is found are parsed. */
  *typescript(glob: string, mentions?: RegExp): Generator<TypeScriptFile> {
    for (const path of this.paths(glob)) {
      if (mentions !== undefined && !mentions.test(this.text(path) ?? '')) continue;
      const file = this.typescriptFile(path);
      if (file !== null) yield file;
    }
  }

  /** null: it is not there, or nothing can be made of it. */
  typescriptFile(path: string): TypeScriptFile | null {
    const text = this.text(path);
    if (text === null) return null;
    const known = this.#typescript.get(path);
    const file = known?.text === text ? known : this.#attempt(path, text, parseTypeScript);
    if (file === null) return null;
    this.#typescript.set(path, file);
    if (!file.isWhole) this.#unparsed.add(path);
    return file;
  }

  /** A JSON file, comments allowed; null: it is not there. */
  json(path: string): JsonFile | null {
    return this.#parsed(this.#json, path, parseJson, ({ data }) => data !== undefined);
  }

  /** A YAML file; null: it is not there. What cannot be parsed has `errors`. */
  yaml(path: string): YamlFile | null {
    return this.#parsed(this.#yaml, path, parseYaml, ({ data }) => data !== undefined);
  }

  /** A file of SQL; null: it is not there. What cannot be parsed has an `error`. */
  sql(path: string): Sql | null {
    return this.#parsed(
      this.#sql,
      path,
      (_, text) => parseSql(text),
      ({ error }) => error === null,
    );
  }

  /** A finding at an offset of a text file. */
  at(path: string, offset: number, message: string): Finding {
    return { path, ...positionAt(this.text(path) ?? '', offset), message };
  }

  /** Files that cannot be parsed, or not to their end: checks may have missed what is in them. */
  get unparsed(): readonly string[] {
    return [...this.#unparsed].toSorted();
  }

  #parsed<File>(
    known: Map<string, File | null>,
    path: string,
    parse: (path: string, text: string) => File,
    isWhole: (file: File) => boolean,
  ): File | null {
    const before = known.get(path);
    if (before !== undefined) return before;
    const text = this.text(path);
    const parsed = text === null ? null : this.#attempt(path, text, parse);
    if (parsed !== null && !isWhole(parsed)) this.#unparsed.add(path);
    known.set(path, parsed);
    return parsed;
  }

  /** Parsers follow the nesting of a text on the stack, which a hostile one exhausts. */
  #attempt<File>(
    path: string,
    text: string,
    parse: (path: string, text: string) => File,
  ): File | null {
    try {
      return parse(path, text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#unparsed.add(path);
      return null;
    }
  }
}
