import type { ChangeReport } from '../commands/change-repository.ts';
import type { Outcome, World } from '../commands/command.ts';
import { addAggregate, addModule, openForModules, type Writing } from '../commands/module.ts';
import { noModuleAnswers, type ModuleAnswers } from '../commands/module/answers.ts';
import { blueprintWithAggregate } from '../commands/module/blueprint-with-aggregate.ts';
import { blueprintWith } from '../commands/module/blueprint-with.ts';

type Answers = Readonly<Record<string, unknown>>;

/** plop has no flags for these; dependencies are installed by the person, who is told how. */
const writing: Writing = { dryRun: false, allowDirty: false, install: false };

/** What `create-backend module <name>` does, from the answers of plop's prompts. */
export async function addModuleTo(
  folder: string,
  { name, aggregates, transitions, owner, deployable }: Answers,
  world: World,
): Promise<Outcome<ChangeReport>> {
  const answers: ModuleAnswers = {
    ...noModuleAnswers,
    name: text(name),
    aggregate: lines(aggregates),
    transition: lines(transitions),
    ...(text(owner) === '' ? {} : { owner: text(owner) }),
    ...(text(deployable) === '' ? {} : { deployable: text(deployable) }),
  };
  const repository = await openForModules(
    folder,
    writing,
    (before) => blueprintWith(before, answers, null),
    world,
  );
  return repository.ok ? addModule(repository.value, answers, null, writing, world) : repository;
}

/** Adds an aggregate to a context that is there. */
export async function addAggregateTo(
  folder: string,
  { context, aggregate, transitions }: Answers,
  world: World,
): Promise<Outcome<ChangeReport>> {
  const addition = {
    context: text(context),
    aggregate: text(aggregate),
    transitions: lines(transitions),
  };
  const repository = await openForModules(
    folder,
    writing,
    (before) => blueprintWithAggregate(before, addition),
    world,
  );
  return repository.ok ? addAggregate(repository.value, addition, writing, world) : repository;
}

const text = (answer: unknown): string => (typeof answer === 'string' ? answer.trim() : '');

const lines = (answer: unknown): readonly string[] =>
  text(answer)
    .split(';')
    .map((line) => line.trim())
    .filter((line) => line !== '');
