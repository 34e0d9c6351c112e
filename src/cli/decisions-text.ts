import { choiceTexts, type Choice, type Decision } from '../advisor/index.ts';
import { printableLine } from './printable.ts';
import type { Style } from './style.ts';

/** Decisions with their reasons, and what was not taken, for reading. */
export function decisionsText(decisions: readonly Decision[], style: Style): string[] {
  return decisions.flatMap((decision) => [
    `${style.bold(capital(decision.topic))}: ${style.green(words(decision.choice))} ${style.dim(`(${decision.rule})`)}`,
    `  ${printableLine(decision.because)}`,
    ...decision.alternatives.map(
      ({ choice, whyNot }) =>
        `  ${style.dim(`Not ${inSentence(words(choice))}: ${printableLine(whyNot)}`)}`,
    ),
  ]);
}

/** The same in a line each. */
export function decisionLines(decisions: readonly Decision[], style: Style): string[] {
  const width = Math.max(...decisions.map(({ topic }) => topic.length));
  return decisions.map(
    ({ topic, choice, rule }) =>
      `${capital(topic).padEnd(width)}  ${style.green(words(choice))} ${style.dim(`(${rule})`)}`,
  );
}

/** `modular-monolith` → `Modular monolith` */
export function words(choice: Choice): string {
  return choiceTexts[choice].title;
}

/** A title inside a sentence; `CDN` and `Redis` stay as they are. */
export function inSentence(title: string): string {
  return /^(?!Redis)[A-Z](?![A-Z])/.test(title)
    ? title.charAt(0).toLowerCase() + title.slice(1)
    : title;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
