import type { Answers } from '../../commands/answers.ts';
import { create } from '../../commands/create.ts';
import { err, exitCodes, ok, type CommandError, type Outcome } from '../../commands/command.ts';
import { replayCommand } from '../../commands/replay.ts';
import { blueprintOf } from '../../commands/request.ts';
import { readSources } from '../../commands/sources.ts';
import { describing, mistakenCommand } from '../command-names.ts';
import { answersOf, type CreateOptions } from '../create-options.ts';
import { createText } from '../create-text.ts';
import type { Answer } from '../output.ts';
import type { Session } from '../session.ts';

/** From a command line to a repository: what is missing is asked, or refused where nobody can be asked. */
export async function createAction(
  directory: string | undefined,
  options: CreateOptions,
  session: Session,
): Promise<Outcome<Answer>> {
  const { world } = session;
  const given = answersOf(directory, options);
  const described = [given.preset, given.blueprint, given.context[0]].some(
    (value) => value !== undefined,
  );
  const mistaken =
    directory === undefined ? null : mistakenCommand(directory, described ? describing : undefined);
  if (mistaken !== null) return err(mistaken);

  const sources = await readSources(given, world);
  if (!sources.ok) return sources;

  // Where the blueprint came through standard input, no keys can come through it.
  const asked = world.isTerminal && !options.yes && given.blueprint !== '-';
  const answers = asked
    ? await (
        await import('../prompts/interview.ts')
      ).interview(given, sources.value, options.dryRun, session)
    : withoutAsking(given, options.yes);
  if (!answers.ok) return answers;

  const advised = blueprintOf(answers.value, sources.value, world.cwd);
  if (!advised.ok) return advised;
  const { blueprint, conflicts, notes } = advised.value;
  const { git, install } = answers.value;
  // A person may have gone back and chosen another preset.
  const elsewhere = answers.value.preset === given.preset ? sources.value.elsewhere : undefined;
  const created = await create(
    {
      directory: answers.value.directory ?? '.',
      blueprint,
      sources: elsewhere?.sources ?? null,
      dryRun: options.dryRun,
      git,
      install,
    },
    world,
  );
  if (!created.ok) return created;
  const report = {
    ...created.value,
    notes: [
      ...(elsewhere?.notes ?? []),
      ...conflicts.map(({ because }) => because),
      ...notes,
      ...created.value.notes,
    ],
  };
  const pinned = elsewhere === undefined ? {} : { preset: elsewhere.address };
  const replay = replayCommand({ ...answers.value, ...pinned }, session.version);
  return ok({
    result: { ...report, replay },
    text: createText(report, blueprint, replay, session),
  });
}

/** Without a person, a folder and a domain must be given; everything else has a default. */
function withoutAsking(given: Answers, yes: boolean): Outcome<Answers> {
  const hasDomain =
    given.preset !== undefined ||
    given.blueprint !== undefined ||
    given.context.length > 0 ||
    given.aggregate.length > 0;
  if (given.directory === undefined && !yes)
    return err(
      missing(
        'directory',
        'the folder to write to',
        '[directory]',
        'create-backend my-backend --preset shop',
      ),
    );
  if (!hasDomain && !yes) {
    return err(
      missing(
        'preset',
        'what to start from',
        '--preset, --blueprint or --context',
        'create-backend my-backend --preset shop',
      ),
    );
  }
  return ok({
    ...given,
    directory: given.directory ?? 'my-backend',
    ...(hasDomain ? {} : { preset: 'minimal' }),
  });
}

function missing(answer: string, what: string, flag: string, example: string): CommandError {
  return {
    code: 'missing-answer',
    message: `Nobody can be asked here, and ${what} is missing (${answer}).`,
    hint: `Give it by ${flag}, e.g. "${example}"; --yes takes the defaults.`,
    exit: exitCodes.usage,
  };
}
