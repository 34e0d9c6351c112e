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
  readonly #matches = new Map<string, readonly string[]>();
  readonly #typescript: Map<string, TypeScriptFile>;
  readonly #yaml = new Map<string, YamlFile>();
  readonly #json = new Map<string, JsonFile>();
  readonly #sql = new Map<string, Sql>();

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

  /** The TypeScript files that match a pattern. */
  *typescript(glob: string): Generator<TypeScriptFile> {
    for (const path of this.paths(glob)) {
      const file = this.typescriptFile(path);
      if (file !== null) yield file;
    }
  }

  typescriptFile(path: string): TypeScriptFile | null {
    const text = this.text(path);
    if (text === null) return null;
    const known = this.#typescript.get(path);
    if (known?.text === text) return known;
    const parsed = parseTypeScript(path, text);
    this.#typescript.set(path, parsed);
    return parsed;
  }

  /** A JSON file, comments allowed; null: it is not there. */
  json(path: string): JsonFile | null {
    return this.#parsed(this.#json, path, parseJson);
  }

  /** A YAML file; null: it is not there. What cannot be parsed has `errors`. */
  yaml(path: string): YamlFile | null {
    return this.#parsed(this.#yaml, path, parseYaml);
  }

  /** A file of SQL; null: it is not there. What cannot be parsed has an `error`. */
  sql(path: string): Sql | null {
    return this.#parsed(this.#sql, path, (_, text) => parseSql(text));
  }

  /** A finding at an offset of a text file. */
  at(path: string, offset: number, message: string): Finding {
    return { path, ...positionAt(this.text(path) ?? '', offset), message };
  }

  #parsed<File>(
    known: Map<string, File>,
    path: string,
    parse: (path: string, text: string) => File,
  ): File | null {
    const before = known.get(path);
    if (before !== undefined) return before;
    const text = this.text(path);
    if (text === null) return null;
    const parsed = parse(path, text);
    known.set(path, parsed);
    return parsed;
  }
}
