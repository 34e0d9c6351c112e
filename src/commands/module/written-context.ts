import { applyFlags } from '../../blueprint/apply-flags.ts';
import type { FlagProblem } from '../../blueprint/flags.ts';
import { parseConsumeFlag, parseExternalFlag } from '../../blueprint/flags-of-module.ts';
import { isPlainObject, mergeWritten } from '../../blueprint/merge.ts';
import { quote } from '../../blueprint/problem.ts';
import { ok, err, type Result } from '../../blueprint/result.ts';
import { readSource, type Source } from '../../blueprint/source.ts';
import { exitCodes, type CommandError, type Outcome } from '../command.ts';
import { unreadable } from '../problems.ts';
import type { ModuleAnswers } from './answers.ts';

/** A text that holds a context: what `--from` names. */
export interface ContextFile {
  readonly name: string;
  readonly text: string;
}

export interface ContextSource extends ContextFile {
  readonly raw: Raw;
  readonly locate: Source['locate'];
}

type Raw = Readonly<Record<string, unknown>>;

/** Reads the text of `--from`: one object, written as an entry of `contexts`. */
export function readContextFile(file: ContextFile): Outcome<ContextSource> {
  const source = readSource(file.text);
  if (!source.ok) return err(unreadable(source.error, file));
  const { raw, locate } = source.value;
  if (isPlainObject(raw) && !('contexts' in raw)) return ok({ ...file, raw, locate });
  return err({
    code: 'wrong-type',
    message: `--from: ${file.name} does not hold a context.`,
    hint: 'Write one entry of the list “contexts”: name, owner, aggregates, consumes, externals, sagas.',
    pointer: '',
    exit: exitCodes.usage,
  });
}

/** The context that answers make: the file, and over it the flags; `--set` last. */
export function writtenContext(answers: ModuleAnswers, file: ContextSource | null): Outcome<Raw> {
  const { name } = answers;
  const said = file?.raw['name'];
  if (said !== undefined && said !== name) {
    return err({
      code: 'conflicting-names',
      message: `--from: the context in ${file?.name ?? ''} is called ${quote(said)}, not ${quote(name)}.`,
      hint: `Write \`name: ${name}\` there, or add it by the name it has.`,
      pointer: '/name',
      exit: exitCodes.usage,
    });
  }
  const { owner, description } = answers;
  const context = mergeWritten(file?.raw ?? {}, {
    name,
    ...(owner === undefined ? {} : { owner }),
    ...(description === undefined ? {} : { description }),
  });
  const flagged = withFlags({ contexts: [context] }, answers);
  if (!flagged.ok) return err(asCommandError(flagged.error, name));
  const [written] = listOf(flagged.value['contexts']);
  return ok(isPlainObject(written) ? written : context);
}

function withFlags(raw: Raw, answers: ModuleAnswers): Result<Raw, FlagProblem> {
  const { name, aggregate, transition, external, consume, set } = answers;
  const modelled = applyFlags(raw, { aggregate, transition });
  if (!modelled.ok) return modelled;
  let written = modelled.value;
  for (const text of external) {
    const parsed = parseExternalFlag(text);
    if (!parsed.ok) return parsed;
    written = mergeWritten(written, { contexts: [{ name, externals: [parsed.value] }] });
  }
  for (const text of consume) {
    const parsed = parseConsumeFlag(text);
    if (!parsed.ok) return parsed;
    written = mergeWritten(written, { contexts: [{ name, consumes: [parsed.value] }] });
  }
  return applyFlags(written, { set: set.map((each) => `contexts.${name}.${each.trimStart()}`) });
}

/** The flags are those of `create`, where lines name their context: here it is the one there is. */
function asCommandError({ flag, message, hint }: FlagProblem, name: string): CommandError {
  return {
    code: 'invalid-value',
    message: `${flag}: ${message.replaceAll(`contexts.${name}.`, '')}.`,
    hint: hint.includes('--context')
      ? `Leave the context out; the line is about ${name}.`
      : hint
          .replaceAll(`${name}/`, '')
          .replaceAll('ordering/', '')
          .replace('targets.p99Ms=80 or contexts.ordering.owner=', 'owner='),
    exit: exitCodes.usage,
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
