import type { Team } from '../../blueprint/model.ts';
import { advised } from '../../commands/advise.ts';
import { noAnswers, type Answers } from '../../commands/answers.ts';
import { err, exitCodes, ok, type Outcome } from '../../commands/command.ts';
import { readSources } from '../../commands/sources.ts';
import { decisionsText } from '../decisions-text.ts';
import type { Answer } from '../output.ts';
import { printableLine } from '../printable.ts';
import type { Session } from '../session.ts';
import { proseFor } from '../wrap.ts';

export interface AdviseOptions {
  readonly preset?: string;
  readonly blueprint?: string;
  readonly teamSize?: number;
  readonly complexity?: Team['domainComplexity'];
  readonly clearBoundaries?: boolean;
  readonly p99Ms?: number;
  readonly throughputRps?: number;
  readonly set: readonly string[];
  readonly yes: boolean;
}

const inputs = [
  'preset',
  'blueprint',
  'teamSize',
  'complexity',
  'clearBoundaries',
  'p99Ms',
  'throughputRps',
] as const;

export async function adviseAction(
  { yes, ...options }: AdviseOptions,
  session: Session,
): Promise<Outcome<Answer>> {
  const { world, terminal } = session;
  const given: Answers = { ...noAnswers, ...options };
  const sources = await readSources(given, world);
  if (!sources.ok) return sources;

  const nothingGiven =
    inputs.every((input) => options[input] === undefined) && options.set.length === 0;
  if (nothingGiven && !yes && !world.isTerminal) {
    return err({
      code: 'missing-answer',
      message: 'Nobody can be asked here, and there is nothing to advise on.',
      hint: 'Give some of --team-size, --complexity, --clear-boundaries, --p99-ms, --throughput-rps, --preset, --blueprint; --yes takes the defaults.',
      exit: exitCodes.usage,
    });
  }
  const answers =
    nothingGiven && !yes
      ? await (
          await import('../prompts/interview.ts')
        ).interviewForAdvice(given, sources.value, session)
      : ok(given);
  if (!answers.ok) return answers;

  const advice = advised(answers.value, sources.value, world.cwd);
  if (!advice.ok) return advice;
  const { team, targets } = advice.value.inputs;
  const { style } = terminal.out;
  const boundaries = team.clearBoundaries ? 'clear boundaries' : 'boundaries not yet clear';
  const remarks = [...advice.value.conflicts.map(({ because }) => because), ...advice.value.notes];
  return ok({
    result: advice.value,
    text: proseFor(terminal.out, [
      style.dim(
        `For a team of ${team.size}, ${team.domainComplexity} complexity, ${boundaries}, p99 ${targets.p99Ms} ms, ${targets.throughputRps} requests per second:`,
      ),
      '',
      ...decisionsText(advice.value.decisions, style),
      ...(remarks.length === 0
        ? []
        : ['', ...remarks.map((remark) => `${style.yellow('Note:')} ${printableLine(remark)}`)]),
    ]),
  });
}
