/**
 * The blueprint after validation: complete, normalised, every default filled in.
 * `parse.ts` makes it; everything else only reads it. Values are plain data (JSON).
 */
export interface Blueprint {
  readonly schema: 1;
  /** kebab case; names the repository, its database and its images. */
  readonly name: string;
  readonly stack: StackId;
  readonly team: Team;
  readonly targets: Targets;
  readonly features: Features;
  readonly delivery: Delivery;
  readonly deployables: readonly Deployable[];
  readonly contexts: readonly Context[];
}

export type StackId = 'typescript' | 'python' | 'go' | 'rust';

export interface Team {
  readonly size: number;
  readonly domainComplexity: 'low' | 'medium' | 'high';
  readonly clearBoundaries: boolean;
}

export interface Targets {
  readonly p99Ms: number;
  readonly throughputRps: number;
  /** percent, e.g. 99.9 */
  readonly availability: number;
}

export type CacheLevel = 'memory' | 'redis' | 'cdn';

export interface Features {
  readonly cache: readonly CacheLevel[];
  readonly messaging: 'in-process' | 'kafka' | 'bullmq' | 'pubsub';
  readonly search: 'none' | 'elasticsearch';
  readonly analytics: 'none' | 'clickhouse';
  readonly tenancy: 'none' | 'claim';
  /** create answers 201 when synchronous, 202 with a status resource when asynchronous. */
  readonly acceptance: 'synchronous' | 'asynchronous';
  /** list and read are routed to `DATABASE_REPLICA_URL`. */
  readonly readReplicas: boolean;
  /** tables are hash partitioned by id. */
  readonly partitioning: 'none' | 'hash';
}

export interface Delivery {
  readonly ci: 'github-actions' | 'none';
  readonly container: 'docker' | 'none';
  readonly orchestrator: 'kubernetes' | 'none';
  readonly gateway: 'kong' | 'envoy' | 'none';
  readonly mesh: 'istio' | 'none';
  readonly gitops: 'argocd' | 'none';
}

export interface Deployable {
  /** kebab case */
  readonly name: string;
  readonly contexts: readonly string[];
}

export interface Context {
  /** kebab case; package, module and PostgreSQL schema are derived from it. */
  readonly name: string;
  readonly description: string | null;
  /** a GitHub user or team, e.g. `@acme/catalog`; null: nobody yet. */
  readonly owner: string | null;
  readonly aggregates: readonly Aggregate[];
  readonly consumes: readonly Consumption[];
  readonly externals: readonly External[];
  readonly sagas: readonly Saga[];
}

export interface Aggregate {
  /** PascalCase, singular */
  readonly name: string;
  /** kebab case plural; the path segment and, in snake case, the table. */
  readonly plural: string;
  readonly description: string | null;
  readonly fields: readonly Field[];
  readonly lifecycle: Lifecycle | null;
}

export type FieldType =
  | {
      readonly kind:
        | 'string'
        | 'text'
        | 'integer'
        | 'decimal'
        | 'money'
        | 'boolean'
        | 'date'
        | 'timestamp'
        | 'uuid'
        | 'email'
        | 'url'
        | 'json';
    }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** context is always filled in, also for an aggregate of the same context. */
  | { readonly kind: 'ref'; readonly context: string; readonly aggregate: string };

export interface Field {
  /** camelCase */
  readonly name: string;
  readonly type: FieldType;
  readonly optional: boolean;
  readonly unique: boolean;
  readonly immutable: boolean;
  /** Unicode code points; null: none. `string` has maxLength 255 by default, `email` 254, `url` 2048, `text` 65536. */
  readonly minLength: number | null;
  readonly maxLength: number | null;
  /** an ECMAScript regular expression (unicode flag), matched as JSON Schema does: anywhere unless anchored. */
  readonly pattern: string | null;
  /** for integer a safe integer; for decimal and money (its amount) a decimal string. */
  readonly min: number | string | null;
  readonly max: number | string | null;
}

export interface Lifecycle {
  readonly initial: string;
  /** every state, in order of first appearance, the initial one first. */
  readonly states: readonly string[];
  readonly transitions: readonly Transition[];
}

export interface Transition {
  /** camelCase; the path segment is its kebab case. */
  readonly name: string;
  readonly from: readonly string[];
  readonly to: string;
  /** the event's PascalCase name, e.g. `OrderPlaced`. */
  readonly emits: string;
}

/** An event of an aggregate or of a saga, named `<context>.<Event>` in blueprints. */
export interface EventReference {
  readonly context: string;
  /** PascalCase, e.g. `ProductPublished` */
  readonly event: string;
}

/** What a context does when an event arrives: exactly one of four reactions. */
export interface Consumption {
  readonly on: EventReference;
  readonly reaction: ApplyTransition | CreateAggregate | ProjectReadModel | CallExternal;
}

/** Applies a transition to every aggregate whose field equals the id of the event's aggregate. */
export interface ApplyTransition {
  readonly kind: 'apply';
  readonly aggregate: string;
  readonly transition: string;
  /** a field of the aggregate, or `id`. */
  readonly match: string;
  /** the event's field compared with it; `id` is the id of the event's aggregate. */
  readonly key: string;
}

export interface CreateAggregate {
  readonly kind: 'create';
  readonly aggregate: string;
  /** field of the new aggregate → field of the event (`id`: the id of the event's aggregate). */
  readonly set: Readonly<Record<string, string>>;
}

/** Keeps a local, read-only copy of some fields of another context's aggregate, keyed by its id. */
export interface ProjectReadModel {
  readonly kind: 'project';
  /** PascalCase */
  readonly into: string;
  /** kebab case plural of `into` */
  readonly plural: string;
  readonly fields: readonly string[];
}

/** Calls an external with data of the event's aggregate and applies a transition by the outcome. */
export interface CallExternal {
  readonly kind: 'call';
  readonly external: string;
  readonly operation: string;
  /** an aggregate of this context; the event is one of its own. */
  readonly aggregate: string;
  /** field of the request → field of the aggregate (or `id`). */
  readonly send: Readonly<Record<string, string>>;
  /** transition after a 2xx answer */
  readonly succeeded: string;
  /** transition after a 4xx answer; 5xx, timeouts and an open breaker are retried later. */
  readonly failed: string;
}

export interface External {
  /** kebab case; its address comes from `<NAME>_URL`. */
  readonly name: string;
  readonly operations: readonly ExternalOperation[];
}

export interface ExternalOperation {
  /** camelCase */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** starts with `/` */
  readonly path: string;
  /** only idempotent operations are retried. */
  readonly idempotent: boolean;
  readonly request: readonly Field[];
  readonly response: readonly Field[];
}

/**
 * A process that spans contexts, coordinated by the context that owns `aggregate`: it starts with an
 * event of that aggregate, asks each step in turn by publishing a request event, waits for the
 * step's answer, and ends by a transition. Where a step fails or the deadline passes, the
 * compensations of the steps done are requested in reverse order and the aggregate is compensated.
 */
export interface Saga {
  /** PascalCase */
  readonly name: string;
  /** an aggregate of this context; one saga instance per aggregate. */
  readonly aggregate: string;
  /** an event of the aggregate */
  readonly startsOn: string;
  readonly deadlineSeconds: number;
  readonly steps: readonly SagaStep[];
  /** transition of the aggregate when all steps are done */
  readonly completes: string;
  /** transition of the aggregate when the saga is undone */
  readonly compensates: string;
}

export interface SagaStep {
  /** camelCase */
  readonly name: string;
  /** PascalCase event that this context publishes, with the `send` fields and `sagaId` (uuid). */
  readonly request: string;
  /** field of the request event → field of the aggregate (`id`: its id). */
  readonly send: Readonly<Record<string, string>>;
  readonly succeedsOn: EventReference;
  readonly failsOn: EventReference | null;
  /** the field of both answers that holds the id of the saga's aggregate. */
  readonly key: string;
  /** PascalCase event published to undo the step, with the same fields; null: nothing to undo. */
  readonly compensation: string | null;
}
