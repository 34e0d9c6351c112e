import type { Decision } from '../../../advisor/index.ts';
import type {
  Aggregate,
  Blueprint,
  Consumption,
  Context,
  Deployable,
  External,
  ExternalOperation,
  Field,
  ProjectReadModel,
  Saga,
  SagaStep,
  Transition,
} from '../../../blueprint/model.ts';
import type { Names } from './names.ts';

/** The blueprint as the layers' views read it: every name derived, every reference resolved. */
export interface RepositoryModel {
  readonly blueprint: Blueprint;
  readonly decisions: readonly Decision[];
  readonly names: Names;
  readonly features: FeatureSwitches;
  readonly contexts: readonly ContextModel[];
  readonly deployables: readonly DeployableModel[];
}

/** What the blueprint's features mean, as switches for templates. */
export interface FeatureSwitches {
  readonly cache: boolean;
  readonly memoryCache: boolean;
  readonly redisCache: boolean;
  readonly cdnCache: boolean;
  readonly kafka: boolean;
  readonly bullmq: boolean;
  readonly pubsub: boolean;
  readonly elasticsearch: boolean;
  readonly clickhouse: boolean;
  readonly tenancy: boolean;
  readonly asynchronous: boolean;
  readonly readReplicas: boolean;
  /** whether it matters to a read who asks */
  readonly readers: boolean;
  readonly hashPartitioning: boolean;
  readonly externals: boolean;
  readonly sagas: boolean;
  /** whether an event may concern several aggregates, found by a field */
  readonly lookups: boolean;
}

export interface DeployableModel extends Deployable {
  readonly names: Names;
  readonly packageName: string;
  readonly hosted: readonly ContextModel[];
  readonly repository: RepositoryModel;
}

export interface ContextModel extends Omit<
  Context,
  'aggregates' | 'consumes' | 'externals' | 'sagas'
> {
  readonly names: Names;
  /** e.g. `@contexts/ordering` */
  readonly packageName: string;
  /** PostgreSQL schema */
  readonly schema: string;
  /** stem of the context's own types: `Ordering` in `OrderingUseCases` */
  readonly type: string;
  readonly repositoriesType: string;
  readonly queriesType: string;
  readonly useCasesType: string;
  readonly portsType: string;
  /** union of the events of its aggregates */
  readonly eventType: string;
  /** key of the publisher among the repositories of a unit of work */
  readonly publisherKey: string;
  readonly aggregates: readonly AggregateModel[];
  readonly readModels: readonly ReadModelModel[];
  readonly consumers: readonly ConsumerModel[];
  readonly externals: readonly ExternalModel[];
  readonly sagas: readonly SagaModel[];
  /** every event the context publishes, those of its aggregates and the requests of its sagas */
  readonly events: readonly EventModel[];
  readonly repository: RepositoryModel;
}

export interface FieldModel extends Field {
  readonly names: Names;
  readonly kind: Field['type']['kind'];
  /** the type in snapshots and rows read: `string`, `MoneyData`, `Date`, …, without null */
  readonly dataType: string;
  /** the type in commands and published events, which are JSON: a timestamp is a string */
  readonly inputType: string;
  /** the type in the aggregate's private state */
  readonly stateType: string;
  /** values of an enum, else empty */
  readonly values: readonly string[];
  /** source of a regular expression that matches `pattern`, escaped for a literal; null without pattern */
  readonly patternSource: string | null;
  /** `/source/u`, ready to print; null without pattern */
  readonly patternLiteral: string | null;
}

export interface AggregateModel extends Omit<Aggregate, 'fields' | 'lifecycle'> {
  readonly names: Names;
  readonly context: ContextModel;
  /** folder and file base, e.g. `order` */
  readonly file: string;
  readonly className: string;
  readonly snapshotType: string;
  readonly newType: string;
  readonly detailsType: string;
  readonly eventType: string;
  readonly repositoryType: string;
  readonly queriesType: string;
  readonly statusType: string;
  readonly transitionType: string;
  /** variable and key of one, e.g. `order` */
  readonly property: string;
  /** a variable for one, safe where `property` is a keyword */
  readonly variable: string;
  /** key of the collection, e.g. `orders` */
  readonly collection: string;
  readonly pluralNames: Names;
  readonly table: string;
  readonly fields: readonly FieldModel[];
  readonly lifecycle: LifecycleModel | null;
  /** the events its methods record, distinct, in order: created, changed, removed, then transitions */
  readonly events: readonly EventModel[];
  readonly transitions: readonly TransitionModel[];
  /** fields by which consumers look the aggregate up, without `id` */
  readonly lookups: readonly FieldModel[];
  readonly hasMutableFields: boolean;
}

export interface LifecycleModel {
  readonly initial: string;
  readonly states: readonly string[];
}

export interface TransitionModel extends Transition {
  readonly names: Names;
  readonly aggregate: AggregateModel;
  readonly method: string;
  /** function of the use case, e.g. `placeOrder` */
  readonly useCase: string;
  /** path segment */
  readonly segment: string;
  readonly event: EventModel;
}

export interface EventModel {
  /** PascalCase, e.g. `OrderPlaced` */
  readonly name: string;
  readonly names: Names;
  /** e.g. `ordering.order-placed.v1` */
  readonly type: string;
  readonly context: ContextModel;
  readonly kind: 'created' | 'changed' | 'removed' | 'transition' | 'request';
  /** the aggregate it tells of */
  readonly aggregate: AggregateModel;
  /** the saga that asks with it; null for an aggregate's own event */
  readonly saga: SagaModel | null;
  /** what its data carries besides the envelope: names and types as published */
  readonly payload: readonly EventFieldModel[];
}

/** A property of an event's data. */
export interface EventFieldModel {
  readonly name: string;
  /** null: one of id, version, status, createdAt, updatedAt, sagaId */
  readonly field: FieldModel | null;
  readonly optional: boolean;
  readonly inputType: string;
}

export interface ConsumerModel {
  readonly context: ContextModel;
  readonly names: Names;
  readonly file: string;
  /** e.g. `ordering.cancel-order-on-product-discontinued` */
  readonly id: string;
  readonly reaction: Consumption['reaction'];
  /** the events it hears: every one of the context's that asks for this reaction */
  readonly events: readonly EventModel[];
  readonly aggregate: AggregateModel | null;
  readonly readModel: ReadModelModel | null;
  readonly external: ExternalModel | null;
}

export interface ReadModelModel extends ProjectReadModel {
  readonly names: Names;
  readonly pluralNames: Names;
  readonly context: ContextModel;
  readonly file: string;
  /** the row as a type, e.g. `KnownProduct` */
  readonly className: string;
  readonly storeType: string;
  readonly queriesType: string;
  readonly property: string;
  readonly collection: string;
  readonly table: string;
  /** the aggregate it copies */
  readonly source: AggregateModel;
  readonly copied: readonly FieldModel[];
  /** whether an event of its source takes copies away again */
  readonly forgets: boolean;
}

export interface ExternalModel extends Omit<External, 'operations'> {
  readonly names: Names;
  readonly context: ContextModel;
  /** interface of the port, e.g. `PaymentGateway` */
  readonly portType: string;
  readonly property: string;
  readonly file: string;
  /** environment variable of its address, e.g. `PAYMENT_GATEWAY_URL` */
  readonly addressVariable: string;
  readonly operations: readonly ExternalOperationModel[];
}

export interface ExternalOperationModel extends Omit<ExternalOperation, 'request' | 'response'> {
  readonly names: Names;
  readonly requestType: string;
  readonly responseType: string;
  readonly request: readonly FieldModel[];
  readonly response: readonly FieldModel[];
}

export interface SagaModel extends Omit<
  Saga,
  'aggregate' | 'steps' | 'completes' | 'compensates' | 'startsOn'
> {
  readonly names: Names;
  readonly context: ContextModel;
  readonly file: string;
  readonly aggregate: AggregateModel;
  /** function that makes its event handler, e.g. `checkoutSaga` */
  readonly handler: string;
  readonly property: string;
  readonly collection: string;
  readonly startsOn: EventModel;
  readonly steps: readonly SagaStepModel[];
  readonly completes: TransitionModel;
  readonly compensates: TransitionModel;
}

export interface SagaStepModel extends Omit<
  SagaStep,
  'request' | 'compensation' | 'succeedsOn' | 'failsOn'
> {
  readonly names: Names;
  readonly request: EventModel;
  readonly compensation: EventModel | null;
  readonly succeedsOn: EventModel;
  readonly failsOn: EventModel | null;
}
