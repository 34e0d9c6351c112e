/** How far a process that spans contexts has come. Plain data, kept between its events. */
export interface SagaState<Data = unknown> {
  readonly id: string;
  /** the aggregate it is about; there is one saga of a kind for each */
  readonly aggregateId: string;
  readonly status: 'running' | 'completed' | 'compensated';
  /** the step whose answer is awaited; null once the saga has ended */
  readonly step: string | null;
  /** the steps that succeeded, in order */
  readonly done: readonly string[];
  /** what the requests are made of */
  readonly data: Data;
  readonly correlationId: string;
  readonly deadline: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An event as a saga publishes it. */
export interface Publication {
  readonly type: string;
  readonly data: object;
}

export interface SagaStep<Data> {
  readonly name: string;
  readonly succeedsOn: string;
  readonly failsOn: string | null;
  request(saga: SagaState<Data>): Publication;
  /** asks to undo the step; null: there is nothing to undo */
  readonly compensation: ((saga: SagaState<Data>) => Publication) | null;
}

export interface SagaDefinition<Data> {
  readonly deadlineSeconds: number;
  readonly steps: readonly SagaStep<Data>[];
}

/** What follows from an event: the state to keep and the events to publish with it. */
export interface SagaProgress<Data> {
  readonly state: SagaState<Data>;
  readonly publications: readonly Publication[];
  /** whether the saga has just ended */
  readonly ended: boolean;
}

export function beginSaga<Data>(
  definition: SagaDefinition<Data>,
  start: Pick<SagaState<Data>, 'id' | 'aggregateId' | 'data' | 'correlationId'>,
  now: Date,
): SagaProgress<Data> {
  const state: SagaState<Data> = {
    ...start,
    status: 'running',
    step: null,
    done: [],
    deadline: new Date(now.getTime() + definition.deadlineSeconds * 1000),
    createdAt: now,
    updatedAt: now,
  };
  return proceed(definition, state, now);
}

/** Takes an answer in. One that is not awaited changes nothing, so events may come twice. */
export function answerSaga<Data>(
  definition: SagaDefinition<Data>,
  state: SagaState<Data>,
  type: string,
  now: Date,
): SagaProgress<Data> {
  const current = definition.steps.find((step) => step.name === state.step);
  if (current?.succeedsOn === type) {
    return proceed(definition, { ...state, done: [...state.done, current.name] }, now);
  }
  if (current?.failsOn === type) return compensateSaga(definition, state, now);

  const late = definition.steps.find((step) => step.succeedsOn === type);
  if (state.status !== 'compensated' || late === undefined || state.done.includes(late.name)) {
    return unchanged(state);
  }
  return {
    state: { ...state, done: [...state.done, late.name], updatedAt: now },
    publications: compensationsOf([late], state),
    ended: false,
  };
}

/** Undoes the steps done, the last one first. An answer that comes after this is undone by itself. */
export function compensateSaga<Data>(
  definition: SagaDefinition<Data>,
  state: SagaState<Data>,
  now: Date,
): SagaProgress<Data> {
  const done = definition.steps.filter((step) => state.done.includes(step.name));
  return {
    state: { ...state, status: 'compensated', step: null, updatedAt: now },
    publications: compensationsOf(done.toReversed(), state),
    ended: true,
  };
}

/** Gives up on a saga whose deadline has passed. */
export function expireSaga<Data>(
  definition: SagaDefinition<Data>,
  state: SagaState<Data>,
  now: Date,
): SagaProgress<Data> {
  return state.status === 'running' && state.deadline <= now
    ? compensateSaga(definition, state, now)
    : unchanged(state);
}

function proceed<Data>(
  definition: SagaDefinition<Data>,
  state: SagaState<Data>,
  now: Date,
): SagaProgress<Data> {
  const next = definition.steps[state.done.length];
  if (next === undefined) {
    const completed = { ...state, status: 'completed', step: null, updatedAt: now } as const;
    return { state: completed, publications: [], ended: true };
  }
  const awaiting = { ...state, step: next.name, updatedAt: now };
  return { state: awaiting, publications: [next.request(awaiting)], ended: false };
}

function unchanged<Data>(state: SagaState<Data>): SagaProgress<Data> {
  return { state, publications: [], ended: false };
}

function compensationsOf<Data>(
  steps: readonly SagaStep<Data>[],
  state: SagaState<Data>,
): readonly Publication[] {
  return steps.flatMap(({ compensation }) => (compensation === null ? [] : [compensation(state)]));
}
