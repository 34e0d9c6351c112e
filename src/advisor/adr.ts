import type { Blueprint } from '../blueprint/model.ts';
import { decisionsOf } from './advise.ts';
import { conflictsOf } from './conflicts.ts';
import type { Decision, Topic } from './decision.ts';
import { choiceTexts, choices } from './rules.ts';

/** An architecture decision record in MADR form (https://adr.github.io/madr/). */
export interface Adr {
  /** e.g. `0001-modular-monolith.md` */
  readonly file: string;
  readonly title: string;
  readonly decision: Decision;
  readonly text: string;
}

const questions: Readonly<Record<Topic, string>> = {
  architecture: 'How many deployables does the backend have, and who releases them?',
  latency: 'How does the backend keep its latency target?',
  throughput: 'How does the backend keep its throughput target?',
};

/** The records of the decisions behind a blueprint, numbered in the order of the topics. */
export function adrsOf(blueprint: Blueprint): readonly Adr[] {
  return decisionsOf(blueprint).map((decision, index) => {
    const title = choiceTexts[decision.choice].title;
    const file = `${String(index + 1).padStart(4, '0')}-${decision.choice}.md`;
    return { file, title, decision, text: write(decision, title, blueprint) };
  });
}

function write(decision: Decision, title: string, blueprint: Blueprint): string {
  const conflicts = conflictsOf(blueprint).filter(({ topic }) => topic === decision.topic);
  const options = choices[decision.topic].map((choice) => `- ${choiceTexts[choice].title}`);
  const notChosen = decision.alternatives.map(
    ({ choice, whyNot }) => `- **${choiceTexts[choice].title}**: ${lowerFirst(whyNot)}`,
  );
  const sections = [
    `# ${title}`,
    'Status: accepted',
    `## Context and problem statement\n\n${questions[decision.topic]}\n\nThe inputs are those of \`backend.yaml\`:\n\n${inputsFor(decision.topic, blueprint).join('\n')}`,
    `## Considered options\n\n${options.join('\n')}`,
    `## Decision outcome\n\nChosen option: **${title}** (rule ${decision.rule}). ${[decision.because, ...notYet(decision, blueprint)].join(' ')}`,
    `### Not chosen\n\n${notChosen.join('\n')}`,
    `### Consequences\n\n${consequences(decision.topic, blueprint).join('\n')}`,
    ...(conflicts.length === 0
      ? []
      : [`### Deviations\n\n${conflicts.map(({ because }) => `- ${because}`).join('\n')}`]),
    '## When to decide again\n\nWhen the inputs above have changed: edit them in `backend.yaml`, and write the record that supersedes this one.',
  ];
  return `${sections.join('\n\n')}\n`;
}

function inputsFor(topic: Topic, { team, targets }: Blueprint): readonly string[] {
  switch (topic) {
    case 'architecture':
      return [
        `- team size: ${team.size}`,
        `- domain complexity: ${team.domainComplexity}`,
        `- clear boundaries: ${team.clearBoundaries ? 'yes' : 'no'}`,
      ];
    case 'latency':
      return [`- p99 latency target: ${targets.p99Ms} ms`];
    case 'throughput':
      return [`- throughput target: ${targets.throughputRps} requests a second`];
  }
}

const transports = { kafka: 'Kafka', bullmq: 'BullMQ', pubsub: 'Google Cloud Pub/Sub' } as const;

/** What of the decision is still to come, beside it: nobody should look for it in the repository. */
function notYet({ choice }: Decision, { features }: Blueprint): readonly string[] {
  switch (choice) {
    case 'autoscaled':
      return [
        'This repository has the instances without state; the load balancer and what adds instances are those of the platform it runs on.',
      ];
    case 'sharded':
      return ['Citus itself is not part of this repository.'];
    case 'event-driven-cqrs':
      return features.messaging === 'in-process'
        ? []
        : [
            `${transports[features.messaging]} is still to come: until then events are delivered in process, through an outbox and an inbox in PostgreSQL, and queries are parted from commands by read models and by the routing to a replica only.`,
          ];
    case 'cdn-and-database':
      return ['The CDN itself is not part of this repository.'];
    default:
      return [];
  }
}

/** What the blueprint holds on the topic, after decision and deviations. */
function consequences(topic: Topic, { features, deployables }: Blueprint): readonly string[] {
  switch (topic) {
    case 'architecture':
      return deployables.map(
        ({ name, contexts }) =>
          `- deployable \`${name}\` hosts ${contexts.map((context) => `\`${context}\``).join(', ')}`,
      );
    case 'latency':
      return [
        `- cache levels: ${features.cache.length === 0 ? 'none' : features.cache.join(', ')}`,
        `- lists and reads go to ${features.readReplicas ? 'a replica where `DATABASE_REPLICA_URL` names one' : 'the primary'}`,
        `- a create is answered ${features.acceptance === 'asynchronous' ? '202 with a status resource' : '201 with the resource'}`,
      ];
    case 'throughput':
      return [
        `- tables are ${features.partitioning === 'hash' ? `partitioned by hash of the ${features.tenancy === 'claim' ? 'tenant' : 'id'}, where no unique field forbids it` : 'not partitioned'}`,
        '- events are delivered in process, through an outbox and an inbox in PostgreSQL',
        ...(features.tenancy === 'claim'
          ? [
              '- tenants share the tables, kept apart by row-level security: a read is four statements in one round trip instead of one',
            ]
          : []),
      ];
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
