import { adrsOf } from '../../../../advisor/adr.ts';
import {
  numbered,
  type DecisionDraft,
  type DecisionRecord,
} from '../../../shared/documents/adr.ts';
import type { RepositoryModel } from '../model.ts';

/** The decisions that hold for every repository of this stack, numbered after those of the advisor. */
export function repositoryDecisions({ blueprint }: RepositoryModel): readonly DecisionRecord[] {
  return numbered(drafts, adrsOf(blueprint).length + 1);
}

const drafts: readonly DecisionDraft[] = [
  {
    slug: 'layers-by-typescript-projects',
    title: 'Layers are TypeScript projects',
    context:
      'A rule that only a reviewer holds is broken in the first busy week. Contexts and their layers must not import what they must not know, and the tool that says so has to be one nobody switches off.',
    decision:
      'Every layer of every context is a composite TypeScript project with its own `tsconfig.json`, and references lead inward only: interface and infrastructure to application, application to domain. Contexts are workspace packages whose `exports` open two doors, the module and its published events. `domain` and `application` see neither the types of the runtime nor npm packages.',
    consequences: [
      'an outward import does not compile, and neither does reaching past the `exports` of another context',
      '`tsc -b` builds only the layers a change can reach',
      'a new layer or context needs its `tsconfig.json`, and its reference from the project above',
    ],
    notChosen: [
      '**Lint rules on import paths alone**: they are silenced by one comment, and each tool resolves paths its own way',
      '**One package per layer**: four times as many manifests to keep, for the same guarantee',
    ],
  },
  {
    slug: 'write-audit-and-events-in-one-transaction',
    title: 'A write, its audit row and its events are one transaction',
    context:
      'A change that is stored but not announced, announced but not stored, or missing in the audit trail cannot be repaired afterwards, because nothing tells that it happened.',
    decision:
      'Each use case runs in one transaction of PostgreSQL that also writes the audit row, the idempotency row and the outbox rows. A relay publishes the outbox afterwards, at least once and in order per aggregate. Consumers note in an inbox what they have handled, in the transaction of their own effect.',
    consequences: [
      'events reach consumers shortly after the commit, not at it',
      'an event may arrive twice and has its effect once',
      'contexts never share a transaction: what spans contexts is a consumer or a saga',
    ],
    notChosen: [
      '**Publishing from the use case**: a crash between the commit and the publication loses the event',
      '**Transactions across contexts**: they tie the contexts to one database and to one pace',
      '**Change data capture**: one more system to run, and the events would be rows rather than facts of the business',
    ],
  },
  {
    slug: 'pg-and-kysely',
    title: 'PostgreSQL through pg and Kysely',
    context:
      'The services have to bound how long a request waits for a connection and how long a statement runs, to show the state of the pool as metrics, and to know one database error from another.',
    decision:
      'node-postgres (`pg`) holds the pool and runs the statements; Kysely builds them, typed by the tables of the context. Both stay in `infrastructure` and `packages/platform`.',
    consequences: [
      'waiting for a connection, statement time and idle time are limited, and pool metrics come from the pool itself',
      'every value is a parameter; there is no place where SQL is put together from text that came from outside',
      'Kysely types are written beside the migrations, and the contract tests of the repositories hold them together',
    ],
    notChosen: [
      '**Bun.sql**: faster for a single statement, but without a limit on waiting, without pool counters, and with errors that lose the code of PostgreSQL',
      '**An object-relational mapper**: aggregates would take the shape of its entities',
    ],
  },
];
