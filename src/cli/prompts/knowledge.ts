import type { Decision } from '../../advisor/index.ts';
import type { Blueprint, StackId } from '../../blueprint/model.ts';
import type { Answers } from '../../commands/answers.ts';
import type { Outcome } from '../../commands/command.ts';

/** What the screens may ask about the world outside the conversation; pure, so that they stay so. */
export interface Knowledge {
  readonly version: string;
  readonly stacks: readonly StackId[];
  readonly presets: readonly PresetSummary[];
  /** what the command line answered already: not asked again */
  readonly given: ReadonlySet<string>;
  /** The folder in full. */
  absolute(directory: string): string;
  /** Why a folder cannot be used; null: it can. */
  folderProblem(directory: string): string | null;
  /** The blueprint that the answers make. */
  blueprint(answers: Answers): Outcome<Proposal>;
  /** What the advisor decides from the answers; works before there is a domain. */
  decisions(answers: Answers): readonly Decision[];
}

export interface Proposal {
  readonly blueprint: Blueprint;
  readonly decisions: readonly Decision[];
}

export interface PresetSummary {
  readonly name: string;
  readonly description: string;
}
