import type { Answers } from '../../commands/answers.ts';
import type { Knowledge } from './knowledge.ts';
import type { Question, Reply } from './question.ts';

/**
 * The conversation as a pure state machine. A screen asks one question; its reply changes the answers
 * and says where to go on. The trail holds the places that "back" returns to; answers given later are
 * kept when somebody goes back, and are shown again as the defaults.
 */

export type Section =
  | 'Project'
  | 'Team'
  | 'Targets'
  | 'Domain'
  | 'Features'
  | 'Delivery'
  | 'Module'
  | 'Summary';

/** Where the conversation is: a screen and, in the domain, what it is about (`ordering/Order`). */
export interface Place {
  readonly screen: string;
  readonly subject: string;
}

/** `A`: what is being answered, `K`: what may be asked about the world; those of `create` unless said. */
export interface Screen<A = Answers, K = Knowledge> {
  readonly id: string;
  readonly section: Section;
  /** The flag that answers this question without a person. */
  readonly flag: string;
  /** Reached by the order of the list (`in-line`), or only from a menu. */
  readonly reached: 'in-line' | 'from-a-menu';
  applies(answers: A, known: K): boolean;
  ask(answers: A, known: K, subject: string): Question;
  accept(answers: A, reply: Reply, known: K, subject: string): Step<A>;
}

/** What follows a reply: the next screen in line unless said otherwise. */
export interface Step<A = Answers> {
  readonly answers: A;
  /** A path from the menu that starts it: the last place is asked next, "back" walks up the others. */
  readonly path?: readonly Place[];
  readonly end?: End;
}

export type End = 'write' | 'quit';

export interface Conversation<A = Answers> {
  readonly answers: A;
  readonly place: Place;
  readonly trail: readonly Place[];
  readonly end: End | null;
}

export class Questionnaire<A = Answers, K = Knowledge> {
  readonly #screens: readonly Screen<A, K>[];
  readonly #known: K;

  constructor(screens: readonly Screen<A, K>[], known: K) {
    this.#screens = screens;
    this.#known = known;
  }

  /** The parts of the conversation, in order. */
  get sections(): readonly Section[] {
    return [...new Set(this.#screens.map(({ section }) => section))];
  }

  /** Where nothing is left to ask the conversation has ended. */
  begin(answers: A): Conversation<A> {
    const first = this.#nextInLine(-1, answers);
    if (first === null)
      return { answers, place: { screen: '', subject: '' }, trail: [], end: 'write' };
    return { answers, place: first, trail: [], end: null };
  }

  screen(conversation: Conversation<A>): Screen<A, K> {
    return this.#find(conversation.place.screen);
  }

  question(conversation: Conversation<A>): Question {
    return this.screen(conversation).ask(
      conversation.answers,
      this.#known,
      conversation.place.subject,
    );
  }

  reply(conversation: Conversation<A>, reply: Reply): Conversation<A> {
    const { place, trail } = conversation;
    const screen = this.#find(place.screen);
    const { answers, path, end } = screen.accept(
      conversation.answers,
      reply,
      this.#known,
      place.subject,
    );
    if (end !== undefined) return { ...conversation, answers, end };
    if (path !== undefined) return follow(conversation, answers, path);

    const next = this.#nextInLine(this.#screens.indexOf(screen), answers);
    if (next === null) return { ...conversation, answers, end: 'write' };
    return { answers, place: next, trail: [...trail, place], end: null };
  }

  /** The place before; the first question stays where it is. */
  back(conversation: Conversation<A>): Conversation<A> {
    const previous = conversation.trail.at(-1);
    if (previous === undefined) return conversation;
    return { ...conversation, place: previous, trail: conversation.trail.slice(0, -1) };
  }

  #nextInLine(index: number, answers: A): Place | null {
    const next = this.#screens
      .slice(index + 1)
      .find((each) => each.reached === 'in-line' && each.applies(answers, this.#known));
    return next === undefined ? null : { screen: next.id, subject: '' };
  }

  #find(id: string): Screen<A, K> {
    const screen = this.#screens.find((each) => each.id === id);
    if (screen === undefined) throw new Error(`There is no screen ${id}.`);
    return screen;
  }
}

/** Goes along a path that starts at a menu, which may be on the trail already. */
function follow<A>(
  conversation: Conversation<A>,
  answers: A,
  path: readonly Place[],
): Conversation<A> {
  const [menu] = path;
  const place = path.at(-1);
  if (menu === undefined || place === undefined) throw new Error('A path has at least one place.');
  const travelled = [...conversation.trail, conversation.place];
  const start = travelled.findIndex((each) => each.screen === menu.screen);
  const trail = [...(start === -1 ? travelled : travelled.slice(0, start)), ...path.slice(0, -1)];
  return { answers, place, trail, end: null };
}
