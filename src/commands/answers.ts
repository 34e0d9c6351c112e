import type { StackId, Team } from '../blueprint/model.ts';

/**
 * What a person, or a command line, has answered so far. Every member is one flag of `create`, and
 * every question of the prompts fills members: so a session with prompts can be replayed as a command.
 */
export interface Answers {
  readonly directory?: string;
  readonly preset?: string;
  /** path of a blueprint file */
  readonly blueprint?: string;
  readonly stack?: StackId;
  readonly teamSize?: number;
  readonly complexity?: Team['domainComplexity'];
  readonly clearBoundaries?: boolean;
  readonly p99Ms?: number;
  readonly throughputRps?: number;
  /** `ordering=sales`, or `ordering/Order=PurchaseOrder`: renames what the preset or the file has */
  readonly rename: readonly string[];
  /** `ordering`, or `ordering/Order`: leaves out what the preset or the file has */
  readonly without: readonly string[];
  /** names of contexts */
  readonly context: readonly string[];
  /** `ordering/Order(customerId:uuid, total:money)` */
  readonly aggregate: readonly string[];
  /** `ordering/Order.place: draft -> placed` */
  readonly transition: readonly string[];
  /** `path=value` */
  readonly set: readonly string[];
  readonly git: boolean;
  readonly install: boolean;
}

export const noAnswers: Answers = {
  rename: [],
  without: [],
  context: [],
  aggregate: [],
  transition: [],
  set: [],
  git: true,
  install: true,
};
