import type { Answers } from '../../commands/answers.ts';
import type { Questionnaire, Screen, Section } from './questionnaire.ts';
import { printableLine } from '../printable.ts';
import { ask } from './terminal/ask.ts';
import { drawNote, drawSection } from './terminal/note.ts';
import type { PromptTerminal } from './terminal/screen.ts';

export type Conclusion<A = Answers> =
  | { readonly kind: 'write'; readonly answers: A }
  | { readonly kind: 'quit' }
  | { readonly kind: 'cancelled' };

/** Leads the conversation on a terminal until it is ended or left; `remarks` are what takes time to find out. */
export async function converse<A, K>(
  questionnaire: Questionnaire<A, K>,
  answers: A,
  terminal: PromptTerminal,
  remarks: (screen: Screen<A, K>, answers: A) => Promise<readonly string[]>,
): Promise<Conclusion<A>> {
  let conversation = questionnaire.begin(answers);
  let section: Section | null = null;
  while (conversation.end === null) {
    const screen = questionnaire.screen(conversation);
    if (screen.section !== section) {
      section = screen.section;
      const { sections } = questionnaire;
      drawSection(section, sections.indexOf(section) + 1, sections.length, terminal);
    }
    const question = questionnaire.question(conversation);
    const preview = [...(question.preview ?? []), ...(await remarks(screen, conversation.answers))];
    if (preview.length > 0) drawNote(preview.map(printableLine), terminal);

    const heard = await ask(question, terminal);
    if (heard.kind === 'cancel') return { kind: 'cancelled' };
    if (heard.kind === 'reply') conversation = questionnaire.reply(conversation, heard.reply);
    else if (conversation.trail.length === 0)
      drawNote(['This is the first question; Ctrl-C quits.'], terminal);
    else conversation = questionnaire.back(conversation);
  }
  return conversation.end === 'quit'
    ? { kind: 'quit' }
    : { kind: 'write', answers: conversation.answers };
}
