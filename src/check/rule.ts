import type { Repository } from './reading/repository.ts';

/** A requirement of a backend, and the checks that can decide it by reading a repository. */
export interface Rule {
  /** The id of the requirement, e.g. `ARC-2`. */
  readonly id: string;
  /** The requirement, as a sentence without its full stop. */
  readonly title: string;
  readonly checks: readonly Check[];
}

export interface Check {
  /** Kebab case; with the rule's id in front it is the full id, `ARC-2/domain-imports`. */
  readonly name: string;
  /** What must hold, in a line. */
  readonly title: string;
  /** Why it must hold. */
  readonly reason: string;
  /** How to mend an offence. */
  readonly mend: string;
  /** What is counted as looked at, a plural: `imports of the inner layers`. */
  readonly subject: string;
  /** Whether the blueprint or the repository calls for it at all; always, where left out. */
  applies?(repository: Repository): boolean;
  inspect(repository: Repository): Inspection;
}

/** A check that looked at nothing has proved nothing: with `looked` 0 it is not applicable. */
export interface Inspection {
  /** How many things were looked at. */
  readonly looked: number;
  readonly findings: readonly Finding[];
}

/** One offence, at one place. */
export interface Finding {
  /** POSIX path relative to the repository */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** It is about the file as a whole, or one that is missing; it is then at 1:1. */
  readonly whole?: true;
  /** What is wrong there, a sentence; names from the repository are escaped when it is printed. */
  readonly message: string;
}

/** Looks at things one by one. */
export function inspectEach<Thing>(
  things: Iterable<Thing>,
  find: (thing: Thing) => Iterable<Finding>,
): Inspection {
  const findings: Finding[] = [];
  let looked = 0;
  for (const thing of things) {
    looked += 1;
    findings.push(...find(thing));
  }
  return { looked, findings };
}

/** The place of a finding that is about a whole file, or about one that is missing. */
export function atFile(path: string, message: string): Finding {
  return { path, line: 1, column: 1, whole: true, message };
}
