import type { Decision } from '../../advisor/index.ts';
import type { Blueprint, StackId, Targets, Team } from '../../blueprint/model.ts';
import type { Written } from '../../blueprint/schema.ts';
import type { Answers } from '../../commands/answers.ts';
import type { Outcome } from '../../commands/command.ts';

/** What the screens may ask about the world outside the conversation; pure, so that they stay so. */
export interface Knowledge {
  readonly stacks: readonly StackId[];
  readonly presets: readonly PresetSummary[];
  /** what the command line answered already, by the names of `Answers`: not asked again */
  readonly given: ReadonlySet<string>;
  /** The folder in full. */
  absolute(directory: string): string;
  /** Why a folder cannot be used; null: it can. */
  folderProblem(directory: string): string | null;
  /** The blueprint that the answers make. */
  blueprint(answers: Answers): Outcome<Proposal>;
  /** The same as it would be written by hand. */
  written(answers: Answers): Outcome<Written>;
  /** The inputs of the advisor, defaults filled in; there where there is no domain yet. */
  team(answers: Answers): Team;
  targets(answers: Answers): Targets;
  decisions(answers: Answers): readonly Decision[];
}

export interface Proposal {
  readonly blueprint: Blueprint;
  readonly decisions: readonly Decision[];
  /** what else a person should know: wishes against decisions, what is not there yet */
  readonly notes: readonly string[];
}

export interface PresetSummary {
  readonly name: string;
  readonly description: string;
}
