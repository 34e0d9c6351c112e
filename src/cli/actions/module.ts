import type { Blueprint } from '../../blueprint/model.ts';
import { err, exitCodes, ok, type CommandError, type Outcome } from '../../commands/command.ts';
import { addModule, openForModules, previewModule } from '../../commands/module.ts';
import type { ModuleAnswers } from '../../commands/module/answers.ts';
import { blueprintWith } from '../../commands/module/blueprint-with.ts';
import { moduleReplayCommand } from '../../commands/module/replay.ts';
import { readContextFile, type ContextSource } from '../../commands/module/written-context.ts';
import { readTextFile } from '../../commands/sources.ts';
import { changeText, countsOf } from '../change-text.ts';
import { moduleAnswersOf, type ModuleOptions } from '../module-options.ts';
import type { Answer } from '../output.ts';
import type { Session } from '../session.ts';

/** From a command line to a bounded context: what is missing is asked, or refused where nobody can be asked. */
export async function moduleAction(
  name: string | undefined,
  options: ModuleOptions,
  session: Session,
): Promise<Outcome<Answer>> {
  const { world } = session;
  const file = await readFrom(options.from, session);
  if (!file.ok) return file;
  const given = moduleAnswersOf(name ?? nameIn(file.value), options);
  // Where the context came through standard input, no keys can come through it.
  const asked = world.isTerminal && !options.yes && options.from !== '-';

  const check = (before: Blueprint): Outcome<unknown> => {
    if (asked) return ok(given);
    const complete = withoutAsking(given, options.yes);
    return complete.ok ? blueprintWith(before, complete.value, file.value) : complete;
  };
  const opened = await openForModules('.', options, check, world);
  if (!opened.ok) return opened;
  const repository = opened.value;

  const preview = async (after: Blueprint, context: string): Promise<readonly string[]> => {
    const quiet = { ...world, progress: () => {} };
    const planned = await previewModule(repository, after, context, options, quiet);
    return planned.ok ? countsOf(planned.value) : [planned.error.message];
  };
  const answers = asked
    ? await (
        await import('../prompts/module/interview.ts')
      ).interviewForModule(repository.blueprint, given, file.value, preview, session)
    : withoutAsking(given, options.yes);
  if (!answers.ok) return answers;

  const added = await addModule(repository, answers.value, file.value, options, world);
  if (!added.ok) return added;
  const context = answers.value.name;
  const replay = moduleReplayCommand(answers.value, session.version);
  return ok({
    result: { ...added.value, context, replay },
    text: changeText(added.value, { done: 'Added', would: 'add', what: context, replay }, session),
    exit: added.value.conflicts.length === 0 ? exitCodes.done : exitCodes.conflicts,
  });
}

async function readFrom(
  from: string | undefined,
  { world }: Session,
): Promise<Outcome<ContextSource | null>> {
  if (from === undefined) return ok(null);
  const text = await readTextFile(from, world, '--from');
  if (!text.ok) return text;
  return readContextFile({ name: from === '-' ? 'standard input' : from, text: text.value });
}

function nameIn(file: ContextSource | null): string | undefined {
  const name = file?.raw['name'];
  return typeof name === 'string' ? name : undefined;
}

/** Without a person, a name and something that it holds must be given. */
function withoutAsking(given: ModuleAnswers, yes: boolean): Outcome<ModuleAnswers> {
  const example = `create-backend module billing --aggregate 'Invoice(number:string, total:money)'`;
  if (given.name === '') return err(missing('the name of the context', '<name>', example));
  const isEmpty =
    given.from === undefined &&
    [given.aggregate, given.transition, given.external, given.consume, given.set].every(
      (list) => list.length === 0,
    );
  if (!isEmpty || yes) return ok(given);
  const flags = '--aggregate, --consume, --external or --from';
  return err(missing(`what ${given.name} holds`, flags, example));
}

function missing(what: string, flag: string, example: string): CommandError {
  return {
    code: 'missing-answer',
    message: `Nobody can be asked here, and ${what} is missing.`,
    hint: `Give it by ${flag}, e.g. "${example}"; --yes adds it empty.`,
    exit: exitCodes.usage,
  };
}
