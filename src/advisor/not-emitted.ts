import type { Blueprint } from '../blueprint/model.ts';

/** What a blueprint can ask for and this version does not emit yet. */
interface Later {
  /** as people call it */
  readonly name: string;
  readonly applies: (blueprint: Blueprint) => boolean;
  /** a sentence of its own; null: told together with the other ones of delivery */
  readonly note: string | null;
}

const otherTransports =
  'features.messaging: this version delivers events in process, through an outbox and an inbox in PostgreSQL; other transports come with a later version.';

const later: readonly Later[] = [
  {
    name: 'Kafka',
    applies: ({ features }) => features.messaging === 'kafka',
    note: 'features.messaging is kafka: this version delivers events in process, through an outbox and an inbox in PostgreSQL. The contexts do not change when a later version brings Kafka.',
  },
  {
    name: 'BullMQ',
    applies: ({ features }) => features.messaging === 'bullmq',
    note: otherTransports,
  },
  {
    name: 'Google Cloud Pub/Sub',
    applies: ({ features }) => features.messaging === 'pubsub',
    note: otherTransports,
  },
  {
    name: 'Elasticsearch',
    applies: ({ features }) => features.search !== 'none',
    note: 'features.search: Elasticsearch comes with a later version; nothing of it is emitted yet.',
  },
  {
    name: 'ClickHouse',
    applies: ({ features }) => features.analytics !== 'none',
    note: 'features.analytics: ClickHouse comes with a later version; nothing of it is emitted yet.',
  },
  {
    name: 'Kubernetes',
    applies: ({ delivery }) => delivery.orchestrator === 'kubernetes',
    note: null,
  },
  { name: 'Kong', applies: ({ delivery }) => delivery.gateway === 'kong', note: null },
  { name: 'Envoy', applies: ({ delivery }) => delivery.gateway === 'envoy', note: null },
  { name: 'Istio', applies: ({ delivery }) => delivery.mesh === 'istio', note: null },
  { name: 'Argo CD', applies: ({ delivery }) => delivery.gitops === 'argocd', note: null },
];

/** What the blueprint asks for and the repository does not have yet, by name. */
export function notEmittedYet(blueprint: Blueprint): readonly string[] {
  return asked(blueprint).map(({ name }) => name);
}

/** What else a person should know about the blueprint, a sentence each. */
export function notesOf(blueprint: Blueprint): readonly string[] {
  const found = asked(blueprint);
  const delivery = found.filter(({ note }) => note === null).map(({ name }) => name);
  return [
    ...found.flatMap(({ note }) => note ?? []),
    ...(delivery.length === 0
      ? []
      : [
          `The blueprint also asks for ${delivery.join(', ')}: that comes with a later version, and nothing of it is emitted yet.`,
        ]),
  ];
}

function asked(blueprint: Blueprint): readonly Later[] {
  return later.filter(({ applies }) => applies(blueprint));
}
