import type { Blueprint, CacheLevel, Features } from '../blueprint/model.ts';
import type { Alternative, Consequence, Decision, Inputs, Topic } from './decision.ts';
import { choices, choiceTexts, rules, type Rule } from './rules.ts';

export const topics: readonly Topic[] = ['architecture', 'latency', 'throughput'];

/** One decision for each topic, each with its reason and what was not chosen. */
export function advise(inputs: Inputs): readonly Decision[] {
  return firing(inputs).map((rule) => ({
    rule: rule.id,
    topic: rule.topic,
    choice: rule.choice,
    because: `${capitalise(rule.fired(inputs))}: ${choiceTexts[rule.choice].does}.`,
    alternatives: alternativesTo(rule),
  }));
}

/** The decisions behind a blueprint. */
export const decisionsOf = (blueprint: Blueprint): readonly Decision[] => advise(blueprint);

/** The features and deployables that follow from all decisions together. */
export function consequenceOf(inputs: Inputs): {
  readonly features: Features;
  readonly deployables: 'one' | 'per-team';
} {
  const consequences = firing(inputs).map((rule) => rule.consequence);
  return {
    features: consequences.reduce<Features>(withFeatures, withoutDecisions),
    deployables: consequences.find(({ deployables }) => deployables !== null)?.deployables ?? 'one',
  };
}

/** The row that decides a topic. */
export function ruleFor(topic: Topic, inputs: Inputs): Rule {
  const rule = rules.find((row) => row.topic === topic && row.applies(inputs));
  if (rule === undefined) throw new Error(`The table has no last row for ${topic}`);
  return rule;
}

const firing = (inputs: Inputs): readonly Rule[] => topics.map((topic) => ruleFor(topic, inputs));

const withoutDecisions: Features = {
  cache: [],
  messaging: 'in-process',
  search: 'none',
  analytics: 'none',
  tenancy: 'none',
  acceptance: 'synchronous',
  readReplicas: false,
  partitioning: 'none',
};

const cacheLevels: readonly CacheLevel[] = ['memory', 'redis', 'cdn'];

/** Cache levels add up; in everything else the topics do not meet. */
function withFeatures(features: Features, { features: added }: Consequence): Features {
  const cache = cacheLevels.filter(
    (level) => features.cache.includes(level) || added.cache?.includes(level) === true,
  );
  return { ...features, ...added, cache };
}

function alternativesTo(rule: Rule): readonly Alternative[] {
  const all = choices[rule.topic];
  return all
    .filter((choice) => choice !== rule.choice)
    .map((choice) => {
      const text = choiceTexts[choice];
      const isMore = all.indexOf(choice) > all.indexOf(rule.choice);
      return { choice, whyNot: `${capitalise(isMore ? text.tooMuch : text.tooLittle)}.` };
    });
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
