import type { Choice, Consequence, Inputs, RuleId, Topic } from './decision.ts';

/** A row of the table: the first row of a topic whose condition holds decides it. */
export interface Rule {
  readonly id: RuleId;
  readonly topic: Topic;
  readonly choice: Choice;
  readonly applies: (inputs: Inputs) => boolean;
  /** the input that fired */
  readonly fired: (inputs: Inputs) => string;
  readonly consequence: Consequence;
}

const people = ({ team }: Inputs): string => (team.size === 1 ? '1 person' : `${team.size} people`);
const latency = ({ targets }: Inputs): string => `a p99 target of ${targets.p99Ms} ms`;
const throughput = ({ targets }: Inputs): string =>
  `a throughput target of ${targets.throughputRps} requests a second`;
const boundaries = ({ team }: Inputs): string =>
  team.clearBoundaries ? 'clear boundaries' : 'boundaries still to be found';

/** DEC-1 to DEC-5 of the product's requirements, in the order they are asked. */
export const rules: readonly Rule[] = [
  {
    id: 'DEC-1',
    topic: 'architecture',
    choice: 'modular-monolith',
    applies: ({ team }) => team.size <= 8 && team.domainComplexity !== 'high',
    fired: (inputs) =>
      `${people(inputs)} and ${inputs.team.domainComplexity} domain complexity are within 8 people and medium complexity`,
    consequence: { features: {}, deployables: 'one' },
  },
  {
    id: 'DEC-2',
    topic: 'architecture',
    choice: 'service-per-team',
    applies: ({ team }) => team.size > 8 && team.clearBoundaries,
    fired: (inputs) =>
      `${people(inputs)} are more than 8, and the domain has ${boundaries(inputs)}`,
    consequence: { features: {}, deployables: 'per-team' },
  },
  {
    id: 'DEC-3',
    topic: 'architecture',
    choice: 'modular-monolith',
    applies: () => true,
    fired: (inputs) =>
      `${people(inputs)}, ${inputs.team.domainComplexity} domain complexity and ${boundaries(inputs)} meet neither DEC-1 nor DEC-2`,
    consequence: { features: {}, deployables: 'one' },
  },
  {
    id: 'DEC-4',
    topic: 'latency',
    choice: 'in-memory-cache',
    applies: ({ targets }) => targets.p99Ms < 100,
    fired: (inputs) => `${latency(inputs)} is under 100 ms`,
    consequence: { features: { cache: ['memory'] }, deployables: null },
  },
  {
    id: 'DEC-4',
    topic: 'latency',
    choice: 'redis-and-replicas',
    applies: ({ targets }) => targets.p99Ms < 500,
    fired: (inputs) => `${latency(inputs)} is under 500 ms and not under 100 ms`,
    consequence: {
      features: { cache: ['memory', 'redis'], readReplicas: true },
      deployables: null,
    },
  },
  {
    id: 'DEC-4',
    topic: 'latency',
    choice: 'cdn-and-database',
    applies: ({ targets }) => targets.p99Ms < 1000,
    fired: (inputs) => `${latency(inputs)} is under 1000 ms and not under 500 ms`,
    consequence: { features: { cache: ['cdn'] }, deployables: null },
  },
  {
    id: 'DEC-4',
    topic: 'latency',
    choice: 'asynchronous',
    applies: () => true,
    fired: (inputs) => `${latency(inputs)} is 1000 ms or more`,
    consequence: { features: { acceptance: 'asynchronous' }, deployables: null },
  },
  {
    id: 'DEC-5',
    topic: 'throughput',
    choice: 'single-instance',
    applies: ({ targets }) => targets.throughputRps < 100,
    fired: (inputs) => `${throughput(inputs)} is under 100`,
    consequence: { features: {}, deployables: null },
  },
  {
    id: 'DEC-5',
    topic: 'throughput',
    choice: 'autoscaled',
    applies: ({ targets }) => targets.throughputRps < 1000,
    fired: (inputs) => `${throughput(inputs)} is under 1,000 and not under 100`,
    consequence: { features: {}, deployables: null },
  },
  {
    id: 'DEC-5',
    topic: 'throughput',
    choice: 'sharded',
    applies: ({ targets }) => targets.throughputRps < 10_000,
    fired: (inputs) => `${throughput(inputs)} is under 10,000 and not under 1,000`,
    consequence: {
      features: { cache: ['memory', 'redis'], partitioning: 'hash' },
      deployables: null,
    },
  },
  {
    id: 'DEC-5',
    topic: 'throughput',
    choice: 'event-driven-cqrs',
    applies: () => true,
    fired: (inputs) => `${throughput(inputs)} is 10,000 or more`,
    consequence: {
      features: { messaging: 'kafka', readReplicas: true, partitioning: 'hash' },
      deployables: null,
    },
  },
];

/** What a choice is, for people. */
export interface ChoiceText {
  readonly title: string;
  /** what is done, a sentence that follows “therefore” */
  readonly does: string;
  /** why not, where less is enough or something else fits better */
  readonly tooMuch: string;
  /** why not, where more is needed */
  readonly tooLittle: string;
}

/** The choices of a topic, from the least machinery to the most. */
export const choices: Readonly<Record<Topic, readonly Choice[]>> = {
  architecture: ['modular-monolith', 'service-per-team'],
  latency: ['asynchronous', 'cdn-and-database', 'redis-and-replicas', 'in-memory-cache'],
  throughput: ['single-instance', 'autoscaled', 'sharded', 'event-driven-cqrs'],
};

export const choiceTexts: Readonly<Record<Choice, ChoiceText>> = {
  'modular-monolith': {
    title: 'Modular monolith',
    does: 'all contexts are deployed together, with boundaries the compiler keeps, and a service is cut out when a bottleneck is proven',
    tooMuch: '',
    tooLittle:
      'several teams would wait for one another at every release of a shared deployable, although the boundaries are clear enough to part',
  },
  'service-per-team': {
    title: 'One service per team',
    does: 'each team has a deployable of its own, and teams meet in events only',
    tooMuch:
      'operating several services costs more than it saves while one team can hold the whole, and a boundary drawn too early is expensive to move between services',
    tooLittle: '',
  },
  'in-memory-cache': {
    title: 'Cache in memory, pooled connections',
    does: 'reads by id are served from the memory of the process over a warm connection pool, without a network hop',
    tooMuch:
      'a copy in every process is fast but may be stale for its short life; the target leaves time for a shared cache',
    tooLittle: '',
  },
  'redis-and-replicas': {
    title: 'Redis cache and read replicas',
    does: 'a Redis cache shared by all instances stands behind the one in memory, and lists and reads go to replicas',
    tooMuch: 'running Redis and replicas buys time the target does not ask for',
    tooLittle:
      'a hop to Redis or to a replica at every read takes too large a share of the target at the 99th percentile',
  },
  'cdn-and-database': {
    title: 'CDN and database optimisation',
    does: 'public documents carry the headers a CDN needs, and the indexes follow the queries',
    tooMuch: 'the target leaves time to accept work first and do it later',
    tooLittle:
      'what is not public still waits for the database, which alone cannot promise the target at the 99th percentile',
  },
  asynchronous: {
    title: 'Asynchronous acceptance',
    does: 'a create is accepted with 202 and a status resource, done by a worker, and readers see it a little later',
    tooMuch: '',
    tooLittle:
      'callers would have to come back for a result that can be given at once within the target',
  },
  'single-instance': {
    title: 'A single instance',
    does: 'one instance serves everything, and there is nothing to balance',
    tooMuch: '',
    tooLittle: 'one instance has no reserve for the target, and none at all while it restarts',
  },
  autoscaled: {
    title: 'Load balancer and autoscaling',
    does: 'instances without state of their own are added and taken away behind a load balancer',
    tooMuch:
      'a second instance and a load balancer are machinery for a load that one instance carries',
    tooLittle: 'more instances do not help once the one database they share is the limit',
  },
  sharded: {
    title: 'Sharding and caching',
    does: 'tables are hash-partitioned by id, ready to be distributed by Citus, and reads are cached',
    tooMuch:
      'partitions complicate every unique constraint and every migration, and one PostgreSQL carries the target',
    tooLittle:
      'writes and reads in one model contend with each other even when the tables are spread',
  },
  'event-driven-cqrs': {
    title: 'Event-driven with CQRS',
    does: 'commands and queries are served apart, events flow through Kafka, and tables are hash-partitioned by id',
    tooMuch:
      'a broker to run and readers that lag behind are a price that the target does not ask for',
    tooLittle: '',
  },
};
