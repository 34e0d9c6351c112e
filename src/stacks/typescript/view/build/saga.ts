import type { Saga, SagaStep } from '../../../../blueprint/model.ts';
import type {
  AggregateModel,
  ContextModel,
  EventModel,
  SagaModel,
  SagaStepModel,
  TransitionModel,
} from '../model.ts';
import { namesOf } from '../names.ts';
import { sagaEvent } from './events.ts';
import { eventOf, found } from './lookup.ts';

export function sagaModel(
  saga: Saga,
  aggregates: readonly AggregateModel[],
  contextOf: () => ContextModel,
): SagaModel {
  const names = namesOf(saga.name);
  const aggregate = found(
    aggregates.find(({ name }) => name === saga.aggregate),
    `aggregate ${saga.aggregate}`,
  );
  const transition = (name: string): TransitionModel =>
    found(
      aggregate.transitions.find((each) => each.name === name),
      `transition ${aggregate.name}.${name}`,
    );
  const self = (): SagaModel => model;
  const model: SagaModel = {
    name: saga.name,
    deadlineSeconds: saga.deadlineSeconds,
    names,
    get context() {
      return contextOf();
    },
    file: names.file,
    aggregate,
    handler: /Saga$/i.test(names.camel) ? names.camel : `${names.camel}Saga`,
    property: names.camel,
    collection: `${names.camel}Sagas`,
    startsOn: found(
      aggregate.events.find(({ name }) => name === saga.startsOn),
      `event ${saga.startsOn}`,
    ),
    steps: saga.steps.map((step) => sagaStepModel(step, self, contextOf)),
    completes: transition(saga.completes),
    compensates: transition(saga.compensates),
  };
  return model;
}

function sagaStepModel(
  step: SagaStep,
  sagaOf: () => SagaModel,
  contextOf: () => ContextModel,
): SagaStepModel {
  const requestEvent = (name: string): EventModel => sagaEvent(name, step, sagaOf, contextOf);
  return {
    name: step.name,
    names: namesOf(step.name),
    send: step.send,
    key: step.key,
    request: requestEvent(step.request),
    compensation: step.compensation === null ? null : requestEvent(step.compensation),
    get succeedsOn() {
      return eventOf(contextOf().repository, step.succeedsOn);
    },
    get failsOn() {
      return step.failsOn === null ? null : eventOf(contextOf().repository, step.failsOn);
    },
  };
}
