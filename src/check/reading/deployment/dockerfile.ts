import { DockerfileParser, type From, type Instruction } from 'dockerfile-ast';

import type { Finding } from '../../rule.ts';
import { derived } from '../derived.ts';
import type { Repository } from '../repository.ts';

export interface Dockerfile {
  readonly path: string;
  readonly stages: readonly Stage[];
  /** The stage that becomes the image; null: there is none. */
  readonly final: Stage | null;
  at(instruction: Instruction, message: string): Finding;
}

export interface Stage {
  readonly from: From;
  /** What it starts from, build arguments filled in; null: a value that only the build knows. */
  readonly image: string | null;
  /** The earlier stage it starts from. */
  readonly base: Stage | null;
  readonly instructions: readonly Instruction[];
}

/** The Dockerfiles of the repository, those of tests aside. */
export const dockerfiles = derived((repository): readonly Dockerfile[] =>
  repository
    .paths('**/{Dockerfile,Containerfile,Dockerfile.*,*.Dockerfile,*.dockerfile}')
    .filter((path) => !/(?:^|\/)test\//.test(path))
    .map((path) => parseDockerfile(repository, path)),
);

/** A stage and those it starts from, the nearest first. */
export function lineageOf(stage: Stage): readonly Stage[] {
  const lineage: Stage[] = [];
  for (let at: Stage | null = stage; at !== null; at = at.base) lineage.push(at);
  return lineage;
}

/** The instructions of a kind that hold for a stage: its own, else those of the stage it starts from. */
export function effective(stage: Stage, keyword: string): readonly Instruction[] {
  for (const { instructions } of lineageOf(stage)) {
    const own = instructions.filter((instruction) => instruction.getKeyword() === keyword);
    if (own.length > 0) return own;
  }
  return [];
}

function parseDockerfile(repository: Repository, path: string): Dockerfile {
  const parsed = DockerfileParser.parse(repository.text(path) ?? '');
  const defaults = new Map<string, string>();
  for (const argument of parsed.getInitialARGs()) {
    const property = argument.getProperty();
    const value = property?.getValue();
    if (property && typeof value === 'string') defaults.set(property.getName(), value);
  }

  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  const byName = new Map<string, Stage>();
  for (const instruction of parsed.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const from = instruction as From;
      const image = filled(from.getImage() ?? '', defaults);
      const stage: (typeof stages)[number] = {
        from,
        image,
        base: byName.get(image?.toLowerCase() ?? '') ?? null,
        instructions: [],
      };
      stages.push(stage);
      const name = from.getBuildStage()?.toLowerCase();
      if (name !== undefined) byName.set(name, stage);
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return {
    path,
    stages,
    final: stages.at(-1) ?? null,
    at(instruction, message) {
      const { line, character } = instruction.getRange().start;
      return { path, line: line + 1, column: character + 1, message };
    },
  };
}

/** `${NAME}`, `$NAME` and `${NAME:-default}` replaced by their defaults; null, where one has none. */
export function filled(text: string, values: ReadonlyMap<string, string>): string | null {
  let known = true;
  const result = text.replace(
    /\$(?:\{(\w+)(?::?-([^}]{0,200}))?\}|(\w+))/g,
    (_found, braced?: string, fallback?: string, bare?: string) => {
      const value = values.get(braced ?? bare ?? '') ?? fallback;
      known &&= value !== undefined;
      return value ?? '';
    },
  );
  return known ? result : null;
}
