import type { Decision, Topic } from '../../advisor/index.ts';
import { capital, inSentence, words } from '../decisions-text.ts';
import type { Proposal } from './knowledge.ts';

/** What is decided on a topic, and why, in one line. */
export function decisionLine(decisions: readonly Decision[], topic: Topic): string {
  const decision = decisions.find((each) => each.topic === topic);
  return decision === undefined
    ? ''
    : `→ ${words(decision.choice)} (${decision.rule}). ${decision.because}`;
}

export function architectureLine(decisions: readonly Decision[]): string {
  return decisionLine(decisions, 'architecture');
}

/** Decisions with reasons and the alternatives, for between two questions. */
export function reasons(decisions: readonly Decision[], topics: readonly Topic[]): string[] {
  return decisions
    .filter(({ topic }) => topics.includes(topic))
    .flatMap(({ topic, choice, rule, because, alternatives }) => [
      `${capital(topic)}: ${words(choice)} (${rule})`,
      `  ${because}`,
      ...alternatives.map((each) => `  Not ${inSentence(words(each.choice))}: ${each.whyNot}`),
    ]);
}

/** A proposal in a few lines: what it holds, and what is decided for it. */
export function inShort({ blueprint, decisions }: Proposal): string[] {
  const { team, targets, contexts } = blueprint;
  return [
    ...atMost(
      12,
      contexts.map(
        ({ name, aggregates }) =>
          `${name}: ${aggregates.map((aggregate) => aggregate.name).join(', ') || 'no aggregates'}`,
      ),
    ),
    `Team of ${team.size}, ${team.domainComplexity} complexity; p99 ${targets.p99Ms} ms, ${targets.throughputRps} requests per second`,
    ...decisions.map(({ topic, choice, rule }) => `${capital(topic)}: ${words(choice)} (${rule})`),
  ];
}

/** The first lines, and how many there are besides. */
export function atMost(number: number, lines: readonly string[]): readonly string[] {
  if (lines.length <= number) return lines;
  return [...lines.slice(0, number - 1), `… and ${lines.length - number + 1} more`];
}
