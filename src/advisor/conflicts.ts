import type { Blueprint, Features } from '../blueprint/model.ts';
import { consequenceOf, ruleFor } from './advise.ts';
import type { Conflict, Topic } from './decision.ts';

/** A way in which what was asked for can fall short of what was decided. */
interface Shortfall {
  readonly topic: Topic;
  readonly pointer: string;
  readonly applies: (wished: Features, decided: Features) => boolean;
  readonly wished: (features: Features) => string;
  readonly decided: string;
  readonly follows: string;
}

const listed = (levels: readonly string[]): string =>
  levels.length === 0 ? 'no cache' : levels.join(', ');

const lacks = (level: 'memory' | 'redis' | 'cdn') => (wished: Features, decided: Features) =>
  decided.cache.includes(level) && !wished.cache.includes(level);

const shortfalls: readonly Shortfall[] = [
  {
    topic: 'latency',
    pointer: '/features/cache',
    applies: lacks('memory'),
    wished: ({ cache }) => listed(cache),
    decided: 'a cache in memory',
    follows: 'every read makes at least one network hop, and the slowest percent feels it first',
  },
  {
    topic: 'latency',
    pointer: '/features/cache',
    applies: lacks('redis'),
    wished: ({ cache }) => listed(cache),
    decided: 'a cache in Redis',
    follows:
      'each instance warms its cache alone, and a restart sends all its reads to the database',
  },
  {
    topic: 'latency',
    pointer: '/features/cache',
    applies: lacks('cdn'),
    wished: ({ cache }) => listed(cache),
    decided: 'caching by a CDN',
    follows: 'public documents are served by the service itself, from wherever it runs',
  },
  {
    topic: 'latency',
    pointer: '/features/readReplicas',
    applies: (wished, decided) => decided.readReplicas && !wished.readReplicas,
    wished: () => 'no read replicas',
    decided: 'read replicas',
    follows: 'reads and writes share one PostgreSQL, so that a burst of either slows the other',
  },
  {
    topic: 'latency',
    pointer: '/features/acceptance',
    applies: (wished, decided) =>
      decided.acceptance === 'asynchronous' && wished.acceptance === 'synchronous',
    wished: () => 'synchronous creates',
    decided: 'asynchronous creates',
    follows: 'callers wait for the whole work and hold a connection meanwhile',
  },
  {
    topic: 'throughput',
    pointer: '/features/partitioning',
    applies: (wished, decided) => decided.partitioning === 'hash' && wished.partitioning === 'none',
    wished: () => 'tables in one piece',
    decided: 'tables partitioned by hash',
    follows: 'tables cannot be spread over several machines without being rewritten',
  },
  {
    topic: 'throughput',
    pointer: '/features/messaging',
    applies: (wished, decided) => decided.messaging === 'kafka' && wished.messaging !== 'kafka',
    wished: ({ messaging }) => `${messaging} messaging`,
    decided: 'Kafka',
    follows:
      'every event passes through the one PostgreSQL that also takes the writes, which becomes the limit well before the target',
  },
];

/** The wishes that fall short of a decision, each with what follows. */
export function conflictsOf(blueprint: Blueprint): readonly Conflict[] {
  const { features, deployables } = consequenceOf(blueprint);
  const found = shortfalls
    .filter(({ applies }) => applies(blueprint.features, features))
    .map((shortfall) => {
      // Two topics can ask for the same; it is explained by the one that does.
      const topic = topicThatAsks(shortfall, blueprint);
      const rule = ruleFor(topic, blueprint);
      return {
        rule: rule.id,
        topic,
        pointer: shortfall.pointer,
        wished: shortfall.wished(blueprint.features),
        decided: shortfall.decided,
        because: `${rule.id} asks for ${shortfall.decided} because ${rule.fired(blueprint)}; the blueprint asks for ${shortfall.wished(blueprint.features)}, and that is what is emitted. What follows: ${shortfall.follows}.`,
      };
    });
  return [...architectureConflict(blueprint, deployables), ...found];
}

function topicThatAsks(shortfall: Shortfall, blueprint: Blueprint): Topic {
  const other: Topic = shortfall.topic === 'latency' ? 'throughput' : 'latency';
  const { features } = ruleFor(shortfall.topic, blueprint).consequence;
  const decided = { ...nothingDecided, ...features };
  return shortfall.applies(blueprint.features, decided) ? shortfall.topic : other;
}

const nothingDecided: Features = {
  cache: [],
  messaging: 'in-process',
  search: 'none',
  analytics: 'none',
  tenancy: 'none',
  acceptance: 'synchronous',
  readReplicas: false,
  partitioning: 'none',
};

function architectureConflict(
  blueprint: Blueprint,
  decided: 'one' | 'per-team',
): readonly Conflict[] {
  const count = blueprint.deployables.length;
  const rule = ruleFor('architecture', blueprint);
  const conflict = (wished: string, asked: string, follows: string): readonly Conflict[] => [
    {
      rule: rule.id,
      topic: 'architecture',
      pointer: '/deployables',
      wished,
      decided: asked,
      because: `${rule.id} asks for ${asked} because ${rule.fired(blueprint)}; the blueprint asks for ${wished}, and that is what is emitted. What follows: ${follows}.`,
    },
  ];
  if (decided === 'one' && count > 1) {
    return conflict(
      `${count} deployables`,
      'one deployable',
      'more to deploy, to watch and to secure than the team needs; the contexts do not change when they are joined again',
    );
  }
  const teams = new Set(blueprint.contexts.map(({ owner, name }) => owner ?? name)).size;
  if (decided === 'per-team' && count === 1 && teams > 1) {
    return conflict(
      'one deployable',
      'one deployable for each team',
      'the teams release together and wait for one another; the contexts do not change when they are parted',
    );
  }
  return [];
}
