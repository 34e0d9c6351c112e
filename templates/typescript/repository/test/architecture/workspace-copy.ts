import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '../..');

/** Folders that hold packages, as in the root manifest. */
const workspaces = ['apps', 'contexts', 'packages'];

export interface Finding {
  /** path from the root of the repository */
  readonly file: string;
  readonly message: string;
}

/** A copy of the workspace, where rules can be broken without anybody else noticing. */
export class WorkspaceCopy {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'architecture-'));

  constructor() {
    for (const name of [...workspaces, '.oxlintrc.json', 'package.json', 'tsconfig.base.json']) {
      cpSync(path.join(repository, name), path.join(this.#folder, name), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
    symlinkSync(path.join(repository, 'node_modules'), path.join(this.#folder, 'node_modules'));
  }

  /** A folder without a manifest is what git leaves of a context where ignored files lie in it. */
  contexts(): readonly string[] {
    const folder = path.join(this.#folder, 'contexts');
    return readdirSync(folder)
      .filter((name) => existsSync(path.join(folder, name, 'package.json')))
      .toSorted();
  }

  plant(file: string, source: string): void {
    mkdirSync(path.dirname(path.join(this.#folder, file)), { recursive: true });
    writeFileSync(path.join(this.#folder, file), source);
  }

  compile(projects: readonly string[]): readonly Finding[] {
    const output = this.#run(['tsc', '-b', '--pretty', 'false', ...projects]);
    return [...output.matchAll(/^(.+?)\(\d+,\d+\): error (.*)$/gm)].map(finding);
  }

  lint(files: readonly string[]): readonly Finding[] {
    const output = this.#run(['oxlint', '--format', 'unix', ...files]);
    return [...output.matchAll(/^(.+?):\d+:\d+: (.*)$/gm)].map(finding);
  }

  /** What Bun says when it runs a file. */
  run(file: string): string {
    return this.#run(['bun', file]);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #run([command = '', ...options]: readonly string[]): string {
    const program =
      command === 'bun' ? process.execPath : path.join(repository, 'node_modules/.bin', command);
    const { stdout, stderr } = Bun.spawnSync([program, ...options], { cwd: this.#folder });
    return `${stdout.toString()}\n${stderr.toString()}`;
  }
}

function finding([, file = '', message = '']: RegExpMatchArray): Finding {
  return { file, message };
}
