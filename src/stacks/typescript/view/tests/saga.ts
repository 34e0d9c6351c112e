import { contractNames } from '../contracts.ts';
import type { EventModel, SagaModel } from '../model.ts';
import { literal } from '../names.ts';
import { completedStates } from '../reactions.ts';
import { exampleCount, eventExample, eventId } from './examples.ts';

/** Where somebody else may have moved the aggregate meanwhile without harm. */
function alreadyCompleted(saga: SagaModel): string | null {
  const state = completedStates(saga).find((each) => !saga.completes.from.includes(each));
  return state === undefined ? null : literal(state);
}

export function sagaTests(saga: SagaModel): object {
  const { aggregate, startsOn } = saga;
  const start = eventExample(startsOn, new Map([['id', eventId]]));
  const failing = saga.steps.findLastIndex(({ failsOn }) => failsOn !== null);
  const failure = saga.steps[failing]?.failsOn ?? null;
  const answers = [
    ...new Set([
      ...saga.steps.map(({ succeedsOn }) => succeedsOn),
      ...(failure === null ? [] : [failure]),
    ]),
  ];
  const keyOf = (event: EventModel): string =>
    saga.steps.find(({ succeedsOn, failsOn }) => succeedsOn === event || failsOn === event)?.key ??
    'id';
  const examples = answers.map((event) => ({
    variable: event.names.camel,
    ...contractNames(event),
    source: literal(`/${event.context.name}`),
    data: eventExample(event, new Map([[keyOf(event), eventId]])),
  }));
  return {
    // Two steps that wait for the same event cannot be told apart in a walk from step to step.
    hasExamples:
      start !== null &&
      exampleCount(aggregate) > 0 &&
      examples.every(({ data }) => data !== null) &&
      answers.length === saga.steps.length + (failure === null ? 0 : 1),
    file: saga.file,
    handler: saga.handler,
    expire: `expire${saga.names.pascal}`,
    collection: saga.collection,
    start: {
      ...contractNames(startsOn),
      source: literal(`/${startsOn.context.name}`),
      data: start,
    },
    own: answers.filter((event) => event.context === saga.context).map(contractNames),
    foreign: [
      ...new Set(
        answers.filter((event) => event.context !== saga.context).map((event) => event.context),
      ),
    ].map((context) => ({
      package: `${context.packageName}/contracts`,
      events: answers.filter((event) => event.context === context).map(contractNames),
    })),
    answers: examples,
    aggregate: {
      property: aggregate.property,
      file: aggregate.file,
      collection: aggregate.collection,
    },
    id: literal(eventId),
    steps: saga.steps.map(({ succeedsOn }) => succeedsOn.names.camel),
    requests: saga.steps.map(({ request }) => literal(request.type)),
    firstRequest: literal(saga.steps[0]?.request.type),
    completes: { from: literal(saga.completes.from[0]), to: literal(saga.completes.to) },
    already: alreadyCompleted(saga),
    compensates: { from: literal(saga.compensates.from[0]), to: literal(saga.compensates.to) },
    failure:
      failure === null
        ? null
        : {
            before: saga.steps.slice(0, failing).map(({ succeedsOn }) => succeedsOn.names.camel),
            event: failure.names.camel,
            requests: saga.steps.slice(0, failing + 1).map(({ request }) => literal(request.type)),
            compensations: saga.steps
              .slice(0, failing)
              .toReversed()
              .flatMap(({ compensation }) =>
                compensation === null ? [] : [literal(compensation.type)],
              ),
          },
    deadlineMs: saga.deadlineSeconds * 1000,
    publisherKey: saga.context.publisherKey,
  };
}
