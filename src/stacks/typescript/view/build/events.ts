import type { SagaStep } from '../../../../blueprint/model.ts';
import type {
  AggregateModel,
  ContextModel,
  EventFieldModel,
  EventModel,
  SagaModel,
} from '../model.ts';
import { namesOf } from '../names.ts';

export function aggregateEvent(
  name: string,
  kind: EventModel['kind'],
  contextName: string,
  contextOf: () => ContextModel,
  aggregateOf: () => AggregateModel,
): EventModel {
  const names = namesOf(name);
  return {
    name,
    names,
    type: `${contextName}.${names.kebab}.v1`,
    kind,
    saga: null,
    get context() {
      return contextOf();
    },
    get aggregate() {
      return aggregateOf();
    },
    get payload() {
      return snapshotPayload(aggregateOf());
    },
  };
}

function snapshotPayload(aggregate: AggregateModel): EventFieldModel[] {
  return [
    intrinsic('id', 'string'),
    ...aggregate.fields.map((field) => ({
      name: field.name,
      field,
      optional: field.optional,
      inputType: field.inputType,
    })),
    ...(aggregate.lifecycle === null ? [] : [intrinsic('status', 'string')]),
    intrinsic('version', 'number'),
    intrinsic('createdAt', 'string'),
    intrinsic('updatedAt', 'string'),
  ];
}

export function sagaEvent(
  name: string,
  step: SagaStep,
  sagaOf: () => SagaModel,
  contextOf: () => ContextModel,
): EventModel {
  const names = namesOf(name);
  return {
    name,
    names,
    kind: 'request',
    get type() {
      return `${contextOf().name}.${names.kebab}.v1`;
    },
    get context() {
      return contextOf();
    },
    get aggregate() {
      return sagaOf().aggregate;
    },
    get saga() {
      return sagaOf();
    },
    get payload() {
      return [
        intrinsic('sagaId', 'string'),
        ...Object.entries(step.send).map(([to, from]) => sentField(sagaOf().aggregate, to, from)),
      ];
    },
  };
}

function sentField(aggregate: AggregateModel, to: string, from: string): EventFieldModel {
  const field = aggregate.fields.find(({ name }) => name === from) ?? null;
  return {
    name: to,
    field,
    optional: field?.optional ?? false,
    inputType: field?.inputType ?? 'string',
  };
}

function intrinsic(name: string, inputType: string): EventFieldModel {
  return { name, field: null, optional: false, inputType };
}
