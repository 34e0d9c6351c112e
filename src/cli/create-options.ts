import type { StackId, Team } from '../blueprint/model.ts';
import type { Answers } from '../commands/answers.ts';

/** The options of `create` as commander reads them. */
export interface CreateOptions {
  readonly preset?: string;
  readonly blueprint?: string;
  readonly stack?: StackId;
  readonly teamSize?: number;
  readonly complexity?: Team['domainComplexity'];
  readonly clearBoundaries?: boolean;
  readonly p99Ms?: number;
  readonly throughputRps?: number;
  readonly rename: readonly string[];
  readonly without: readonly string[];
  readonly context: readonly string[];
  readonly aggregate: readonly string[];
  readonly transition: readonly string[];
  readonly set: readonly string[];
  readonly git: boolean;
  readonly install: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** What a command line answers. */
export function answersOf(directory: string | undefined, options: CreateOptions): Answers {
  const { yes: _, dryRun: __, json: ___, verbose: ____, ...answers } = options;
  return directory === undefined ? answers : { ...answers, directory };
}
