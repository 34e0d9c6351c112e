import { eventsOfContext } from '../../../blueprint/events.ts';
import type { Blueprint, Context } from '../../../blueprint/model.ts';
import type { WrittenContext } from '../../../blueprint/schema.ts';
import { checkContextShape } from '../../../blueprint/edit/add-context.ts';
import type { Outcome } from '../../../commands/command.ts';
import type { ModuleAnswers } from '../../../commands/module/answers.ts';
import { blueprintWith } from '../../../commands/module/blueprint-with.ts';
import { writtenContext, type ContextSource } from '../../../commands/module/written-context.ts';

/** What the screens of `module` may ask about the backend there is; pure. */
export interface ModuleKnowledge {
  readonly before: Blueprint;
  /** what the command line answered already, by the names of `ModuleAnswers` */
  readonly given: ReadonlySet<string>;
  /** The context that the answers make, as it is written; one without anything where they make none. */
  written(answers: ModuleAnswers): WrittenContext;
  /** The blueprint with it. While nobody was asked for the deployable, one is taken. */
  after(answers: ModuleAnswers): Outcome<Blueprint>;
  /** Whether the deployable follows from the decisions. */
  hostFollows(answers: ModuleAnswers): boolean;
  /** The events of the others that may be reacted to. */
  readonly events: readonly KnownEvent[];
  /** Those of the context itself. */
  ownEvents(answers: ModuleAnswers): readonly KnownEvent[];
}

export interface KnownEvent {
  readonly context: string;
  readonly name: string;
  readonly aggregate: string;
  readonly isRequest: boolean;
  readonly fields: readonly string[];
}

export function moduleKnowledge(
  before: Blueprint,
  given: ModuleAnswers,
  file: ContextSource | null,
): ModuleKnowledge {
  const whole = (answers: ModuleAnswers) => blueprintWith(before, answers, file);
  const [first] = before.deployables;
  return {
    before,
    given: givenBy(given),
    written(answers) {
      const raw = writtenContext(answers, file);
      const shaped = raw.ok ? checkContextShape(raw.value) : null;
      return shaped?.ok === true ? shaped.value : { name: answers.name };
    },
    after(answers) {
      const after = whole(answers);
      const isOpen = !after.ok && after.error.code === 'missing-answer';
      return isOpen && first !== undefined ? whole({ ...answers, deployable: first.name }) : after;
    },
    hostFollows(answers) {
      const { deployable: _, ...open } = answers;
      return whole(open).ok;
    },
    events: before.contexts.flatMap(knownEvents),
    ownEvents(answers) {
      const after = this.after(answers);
      const own = after.ok
        ? after.value.contexts.find(({ name }) => name === answers.name)
        : undefined;
      return own === undefined ? [] : knownEvents(own);
    },
  };
}

function knownEvents(context: Context): readonly KnownEvent[] {
  return eventsOfContext(context).map(({ name, aggregate, cause, fields }) => ({
    context: context.name,
    name,
    aggregate,
    isRequest: cause.startsWith('saga-'),
    fields: fields.map((field) => field.name),
  }));
}

function givenBy(given: ModuleAnswers): ReadonlySet<string> {
  return new Set(
    Object.entries(given)
      .filter(([, value]) => value !== undefined && value !== '' && value !== true)
      .filter(([, value]) => !Array.isArray(value) || value.length > 0)
      .map(([name]) => name),
  );
}
