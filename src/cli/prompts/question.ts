/** A question as a value: what is asked, not how it is drawn. */
export type Question = TextQuestion | ChoiceQuestion | ManyQuestion;

interface Asked {
  readonly message: string;
  /** shown under the message, a line each */
  readonly help?: readonly string[];
  /** shown above, once: what has been decided so far, or what will be written */
  readonly preview?: readonly string[];
}

export interface TextQuestion extends Asked {
  readonly kind: 'text';
  /** put into the line, to be edited */
  readonly initial?: string;
  /** taken where the line is left empty */
  readonly fallback?: string;
  /** an example, shown while the line is empty */
  readonly placeholder?: string;
  /** Judged at every key. */
  check(text: string): Check;
}

export type Check =
  | { readonly ok: true; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly problem: string };

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export interface ChoiceQuestion extends Asked {
  readonly kind: 'choice';
  readonly options: readonly Option[];
  readonly initial: string;
}

export interface ManyQuestion extends Asked {
  readonly kind: 'many';
  readonly options: readonly Option[];
  readonly initial: readonly string[];
}

export type Reply = string | readonly string[];

export function fine(...remarks: readonly string[]): Check {
  return { ok: true, remarks };
}

export function faulty(problem: string): Check {
  return { ok: false, problem };
}
