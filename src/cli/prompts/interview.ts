import type { Answers } from '../../commands/answers.ts';
import { err, exitCodes, ok, type Outcome } from '../../commands/command.ts';
import { create } from '../../commands/create.ts';
import { blueprintOf, type Sources } from '../../commands/request.ts';
import type { Session } from '../session.ts';
import { converse, type Conclusion } from './converse.ts';
import { gatherKnowledge } from './gather-knowledge.ts';
import { Questionnaire, type Screen } from './questionnaire.ts';
import { adviceScreens, createScreens } from './screens/index.ts';
import { drawIntro, drawOutro } from './terminal/note.ts';
import type { PromptTerminal } from './terminal/screen.ts';

/** Asks a person what the command line left open; nothing is written meanwhile. */
export async function interview(
  given: Answers,
  sources: Sources,
  dryRun: boolean,
  session: Session,
): Promise<Outcome<Answers>> {
  const known = gatherKnowledge(given, sources, session.world.cwd);
  const countFiles = async (answers: Answers): Promise<readonly string[]> => {
    const files = await filesOf(answers, sources, session);
    return files === null
      ? []
      : [`${files} files${dryRun ? '; with --dry-run nothing is written' : ''}`];
  };
  return talk(createScreens, given, known, session, 'nothing was written', (screen, answers) =>
    screen.id === 'summary' ? countFiles(answers) : Promise.resolve([]),
  );
}

/** Asks only for what the decisions are made from. */
export async function interviewForAdvice(
  given: Answers,
  sources: Sources,
  session: Session,
): Promise<Outcome<Answers>> {
  const known = gatherKnowledge(given, sources, session.world.cwd);
  return talk(adviceScreens, given, known, session, 'nothing is ever written by advise', () =>
    Promise.resolve([]),
  );
}

/** A conversation from its greeting to its end. */
export async function talk<A, K>(
  screens: readonly Screen<A, K>[],
  given: A,
  known: K,
  session: Session,
  consolation: string,
  remarks: (screen: Screen<A, K>, answers: A) => Promise<readonly string[]>,
): Promise<Outcome<A>> {
  const terminal = promptTerminal(session);
  drawIntro(
    `create-backend ${session.version}`,
    ['Esc goes back one question, Ctrl-C quits. Nothing is written before the summary.'],
    terminal,
  );
  const conclusion = await converse(new Questionnaire(screens, known), given, terminal, remarks);
  return conclude(conclusion, consolation, terminal);
}

function conclude<A>(
  conclusion: Conclusion<A>,
  consolation: string,
  terminal: PromptTerminal,
): Outcome<A> {
  if (conclusion.kind === 'write') {
    drawOutro('All is answered.', terminal);
    return ok(conclusion.answers);
  }
  const message = `${conclusion.kind === 'quit' ? 'You quit' : 'Cancelled'}: ${consolation}.`;
  return err({ code: 'cancelled', message, hint: null, exit: exitCodes.cancelled });
}

function promptTerminal({ terminal, world }: Session): PromptTerminal {
  return {
    input: process.stdin,
    output: process.stderr,
    style: terminal.talk.style,
    unicode: terminal.unicode,
    signal: world.signal,
  };
}

/** How many files the answers make, by a dry run; null where they make none. */
async function filesOf(
  answers: Answers,
  sources: Sources,
  session: Session,
): Promise<number | null> {
  const advised = blueprintOf(answers, sources, session.world.cwd);
  if (!advised.ok) return null;
  const { blueprint } = advised.value;
  const quiet = { ...session.world, progress: () => {} };
  const planned = await create(
    { directory: answers.directory ?? '.', blueprint, dryRun: true, git: false, install: false },
    quiet,
  );
  return planned.ok ? planned.value.changes.length : null;
}
