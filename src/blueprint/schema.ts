import * as z from 'zod';

import { writtenTypePattern } from './field-type.ts';
import { namePatterns } from './names.ts';

/** The blueprint as people write it: shorthands allowed, what has a default left out. */

const kebabName = z.string().meta({ pattern: namePatterns.kebab.source });
const camelName = z.string().meta({ pattern: namePatterns.camel.source });
const pascalName = z.string().meta({ pattern: namePatterns.pascal.source });
const eventName = z.string().meta({
  description: 'An event, `context.Event`; without the context, an own event of this context.',
  pattern: '^([a-z][a-z0-9-]*\\.)?[A-Z][a-zA-Z0-9]*$',
});
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item)]);

const field = z.strictObject({
  name: camelName.describe('camelCase; the JSON property, and in snake case the column.'),
  type: z.string().meta({
    description:
      'string, text, integer, decimal, money, boolean, date, timestamp, uuid, email, url, json, enum(a|b), ref(context.Aggregate); a `?` at the end makes it optional.',
    pattern: writtenTypePattern,
  }),
  values: z
    .array(z.string())
    .optional()
    .describe('The values of an `enum` that are more than plain words.'),
  unique: z.boolean().optional().describe('No two aggregates share the value.'),
  immutable: z.boolean().optional().describe('Given at creation, never changed.'),
  minLength: z.int().optional().describe('Unicode code points.'),
  maxLength: z.int().optional().describe('Unicode code points; 255 for a string unless given.'),
  pattern: z
    .string()
    .optional()
    .describe(
      'A regular expression without look-around or back-references, matched anywhere unless anchored.',
    ),
  min: z
    .union([z.number(), z.string()])
    .optional()
    .describe('integer, decimal and money: the least value.'),
  max: z
    .union([z.number(), z.string()])
    .optional()
    .describe('integer, decimal and money: the greatest value.'),
});

const transition = z.strictObject({
  name: camelName.describe('What the business does, e.g. `place`; in kebab case the path segment.'),
  from: oneOrMore(z.string()).describe('The states it is allowed in.'),
  to: z.string().describe('The state afterwards.'),
  emits: pascalName
    .optional()
    .describe(
      'The name of its event, where English is irregular; `OrderPlaced` for `place` on Order otherwise.',
    ),
});

const aggregate = z.strictObject({
  name: pascalName.describe('Pascal case, singular: `Order`.'),
  plural: kebabName.optional().describe('Kebab case; only where the derived plural is wrong.'),
  description: z.string().optional().describe('What it is, in the words of the business.'),
  fields: z
    .array(field)
    .optional()
    .describe('Beside them it has id, version, createdAt and updatedAt.'),
  lifecycle: z
    .strictObject({
      initial: z.string().describe('The state of a new aggregate.'),
      transitions: z.array(transition).describe('The steps from one state to another.'),
    })
    .optional()
    .describe('The states an aggregate goes through; shown as `status`.'),
});

const mapping = z.record(z.string(), z.string());

const consumption = z
  .strictObject({
    event: oneOrMore(eventName).describe('The event, or several that are reacted to alike.'),
    apply: z
      .strictObject({
        aggregate: pascalName.describe('An aggregate of this context.'),
        transition: camelName.describe('A transition of that aggregate.'),
        match: camelName.describe('A field of the aggregate, or `id`.'),
        key: camelName
          .optional()
          .describe('The field of the event compared with it; `id` unless given.'),
      })
      .optional()
      .describe('Applies a transition to every aggregate whose field matches.'),
    create: z
      .strictObject({
        aggregate: pascalName.describe('An aggregate of this context.'),
        set: mapping.describe('Field of the new aggregate: field of the event (or `id`).'),
      })
      .optional()
      .describe('Creates an aggregate from the event.'),
    project: z
      .strictObject({
        into: pascalName.describe('Pascal case, e.g. `KnownProduct`.'),
        plural: kebabName
          .optional()
          .describe('Kebab case; only where the derived plural is wrong.'),
        fields: z.array(camelName).describe('Fields of the event.'),
      })
      .optional()
      .describe('Keeps a read-only copy of some fields, keyed by the id of the aggregate.'),
    call: z
      .strictObject({
        external: kebabName.describe('An external of this context.'),
        operation: camelName.describe('An operation of that external.'),
        aggregate: pascalName.optional().describe('The aggregate of the event unless given.'),
        send: mapping.describe('Field of the request: field of the aggregate (or `id`).'),
        succeeded: camelName.describe('The transition after a 2xx answer.'),
        failed: camelName.describe(
          'The transition after a 4xx answer; anything else is tried again.',
        ),
      })
      .optional()
      .describe(
        'Calls an external with data of an own aggregate, and applies a transition by the outcome.',
      ),
  })
  .describe('What the context does when an event arrives: one of apply, create, project, call.');

const operation = z.strictObject({
  name: camelName.describe('camelCase; what is asked of it.'),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).describe('The HTTP method.'),
  path: z.string().meta({ description: 'Below its address.', pattern: '^/[A-Za-z0-9._~/-]*$' }),
  idempotent: z
    .boolean()
    .optional()
    .describe('Only idempotent operations are tried again. Default: false for POST and PATCH.'),
  request: z.array(field).optional().describe('Derived from what the calls send unless given.'),
  response: z.array(field).optional().describe('The fields of its answer.'),
});

const external = z
  .strictObject({
    name: kebabName.describe('Its address comes from <NAME>_URL.'),
    operations: z.array(operation).describe('What is asked of it.'),
  })
  .describe('An outside HTTP dependency of the context.');

const saga = z
  .strictObject({
    name: pascalName.describe('Pascal case, e.g. `Fulfilment`.'),
    aggregate: pascalName.describe('An aggregate of this context; one saga per aggregate.'),
    startsOn: pascalName.describe('An event of that aggregate.'),
    deadline: z
      .union([z.int(), z.string()])
      .optional()
      .meta({ description: 'Seconds, or `90s`, `15m`, `24h`, `7d`; 24h unless given.' }),
    steps: z
      .array(
        z.strictObject({
          name: camelName.describe('camelCase, e.g. `reserve`.'),
          request: pascalName.describe('The event published to ask for the step.'),
          send: mapping.describe('Field of the request event: field of the aggregate (or `id`).'),
          succeedsOn: eventName,
          failsOn: eventName.optional(),
          key: camelName.describe('The field of both answers that holds the id of the aggregate.'),
          compensation: pascalName.optional().describe('The event published to undo the step.'),
        }),
      )
      .describe('What other contexts are asked for, one after another.'),
    completes: camelName.describe('The transition when all steps are done.'),
    compensates: camelName.describe('The transition when the saga is undone.'),
  })
  .describe(
    'A process across contexts, with a deadline and compensations, in place of a distributed transaction.',
  );

const context = z.strictObject({
  name: kebabName.describe('Kebab case; the package, the module and the PostgreSQL schema.'),
  description: z.string().optional().describe('What it is, in the words of the business.'),
  owner: z.string().optional().describe('A GitHub user or team, e.g. `@acme/catalog`.'),
  aggregates: z
    .array(aggregate)
    .optional()
    .describe('What is changed as a whole, in one transaction.'),
  consumes: z.array(consumption).optional().describe('The events that it reacts to.'),
  externals: z.array(external).optional().describe('The outside services that it calls by HTTP.'),
  sagas: z.array(saga).optional().describe('The processes that it coordinates.'),
});

export const writtenSchema = z.strictObject({
  $schema: z.string().optional(),
  schema: z.literal(1).describe('The version of this format.'),
  name: kebabName.describe('Kebab case; the repository, its database and its images.'),
  stack: z.enum(['typescript', 'python', 'go', 'rust']).optional().describe('Default: typescript.'),
  team: z
    .strictObject({
      size: z
        .int()
        .min(1)
        .max(100_000)
        .optional()
        .describe('People who work on this backend. Default: 6.'),
      domainComplexity: z.enum(['low', 'medium', 'high']).optional().describe('Default: medium.'),
      clearBoundaries: z
        .boolean()
        .optional()
        .describe('Whether the boundaries of the domain are settled. Default: false.'),
    })
    .optional()
    .describe('DEC-1 to DEC-3 decide the architecture from it.'),
  targets: z
    .strictObject({
      p99Ms: z
        .number()
        .gt(0)
        .max(86_400_000)
        .optional()
        .describe('Latency of the slowest percent of requests, milliseconds. Default: 300.'),
      throughputRps: z
        .number()
        .min(0)
        .max(1_000_000_000)
        .optional()
        .describe('Sustained requests a second. Default: 500.'),
      availability: z.number().gt(0).lt(100).optional().describe('Percent. Default: 99.9.'),
    })
    .optional()
    .describe(
      'DEC-4 and DEC-5 decide caching, replicas, acceptance, partitioning and messaging from them.',
    ),
  features: z
    .strictObject({
      cache: z
        .array(z.enum(['memory', 'redis', 'cdn']))
        .optional()
        .describe('From the nearest level to the farthest.'),
      messaging: z
        .enum(['in-process', 'kafka', 'bullmq', 'pubsub'])
        .optional()
        .describe('How events travel.'),
      search: z
        .enum(['none', 'elasticsearch'])
        .optional()
        .describe('Full-text search. Default: none.'),
      analytics: z
        .enum(['none', 'clickhouse'])
        .optional()
        .describe('A store for analysis. Default: none.'),
      tenancy: z
        .enum(['none', 'claim'])
        .optional()
        .describe('Whether a claim of the token names the tenant. Default: none.'),
      acceptance: z
        .enum(['synchronous', 'asynchronous'])
        .optional()
        .describe('Whether a create is answered 201, or 202 with a status resource.'),
      readReplicas: z.boolean().optional().describe('Reads go to DATABASE_REPLICA_URL.'),
      partitioning: z
        .enum(['none', 'hash'])
        .optional()
        .describe('Whether tables are partitioned by id.'),
    })
    .optional()
    .describe('Decided by the advisor unless given.'),
  delivery: z
    .strictObject({
      ci: z.enum(['github-actions', 'none']).optional().describe('Default: github-actions.'),
      container: z.enum(['docker', 'none']).optional().describe('Default: docker.'),
      orchestrator: z
        .enum(['kubernetes', 'none'])
        .optional()
        .describe('Default: kubernetes, where there is a container.'),
      gateway: z
        .enum(['kong', 'envoy', 'none'])
        .optional()
        .describe('Default: kong on Kubernetes, else none.'),
      mesh: z
        .enum(['istio', 'none'])
        .optional()
        .describe('Default: istio where several deployables run on Kubernetes.'),
      gitops: z
        .enum(['argocd', 'none'])
        .optional()
        .describe('Default: argocd on Kubernetes, else none.'),
    })
    .optional()
    .describe('How it is built, shipped and run.'),
  deployables: z
    .array(
      z.strictObject({
        name: kebabName.describe('Kebab case; the folder below apps, and the image.'),
        contexts: z.array(kebabName).describe('The contexts that it hosts.'),
      }),
    )
    .optional()
    .describe(
      'The processes and the contexts they host. Derived from the architecture unless given.',
    ),
  contexts: z.array(context).describe('The bounded contexts.'),
});

export type Written = z.infer<typeof writtenSchema>;
export type WrittenContext = z.infer<typeof context>;
export type WrittenAggregate = z.infer<typeof aggregate>;
export type WrittenField = z.infer<typeof field>;
export type WrittenConsumption = z.infer<typeof consumption>;
export type WrittenExternal = z.infer<typeof external>;
export type WrittenOperation = z.infer<typeof operation>;
export type WrittenSaga = z.infer<typeof saga>;
