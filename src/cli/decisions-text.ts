import type { Decision } from '../advisor/index.ts';
import { printableLine } from './printable.ts';
import type { Style } from './style.ts';

/** Decisions with their reasons, and what was not taken, for reading. */
export function decisionsText(decisions: readonly Decision[], style: Style): string[] {
  return decisions.flatMap((decision) => [
    `${style.bold(capital(decision.topic))}: ${style.green(words(decision.choice))} ${style.dim(`(${decision.rule})`)}`,
    `  ${printableLine(decision.because)}`,
    ...decision.alternatives.map(({ choice, whyNot }) =>
      style.dim(`  not ${words(choice)}: ${printableLine(whyNot)}`),
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

/** `modular-monolith` → `modular monolith` */
export function words(choice: string): string {
  return choice.replaceAll('-', ' ');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
