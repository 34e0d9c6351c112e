import {
  answerSaga,
  beginSaga,
  compensateSaga,
  expireSaga,
  type SagaDefinition,
  type SagaState,
} from '@packages/kernel/application';
import { describe, expect, test } from 'bun:test';

const now = new Date('2026-01-15T09:30:00.000Z');

const journey: SagaDefinition<string> = {
  deadlineSeconds: 60,
  steps: [
    step('flight', 'flight-cancelled'),
    step('hotel', 'hotel-cancelled'),
    step('insurance', null),
  ],
};

function step(name: string, compensation: string | null): SagaDefinition<string>['steps'][number] {
  return {
    name,
    succeedsOn: `${name}-booked`,
    failsOn: `${name}-refused`,
    request: ({ id, data }) => ({ type: `${name}-wanted`, data: { id, data } }),
    compensation: compensation === null ? null : ({ id }) => ({ type: compensation, data: { id } }),
  };
}

function begun(): SagaState<string> {
  return begin().state;
}

function begin() {
  const start = { id: 's1', aggregateId: 'a1', data: 'Rome', correlationId: 'c1' };
  return beginSaga(journey, start, now);
}

function after(...answers: readonly string[]): SagaState<string> {
  return answers.reduce((state, type) => answerSaga(journey, state, type, now).state, begun());
}

describe('a saga', () => {
  test('asks for its first step and sets itself a deadline', () => {
    const { state, publications, ended } = begin();
    expect(publications).toEqual([{ type: 'flight-wanted', data: { id: 's1', data: 'Rome' } }]);
    expect(state).toMatchObject({ status: 'running', step: 'flight', done: [] });
    expect(state.deadline).toEqual(new Date('2026-01-15T09:31:00.000Z'));
    expect(ended).toBe(false);
  });

  test('asks for the next step when one succeeds, and completes after the last', () => {
    expect(answerSaga(journey, begun(), 'flight-booked', now).publications).toMatchObject([
      { type: 'hotel-wanted' },
    ]);
    const last = answerSaga(
      journey,
      after('flight-booked', 'hotel-booked'),
      'insurance-booked',
      now,
    );
    expect(last).toMatchObject({ ended: true, publications: [], state: { status: 'completed' } });
  });

  test('undoes what was done, the last step first, when one fails', () => {
    const failed = answerSaga(
      journey,
      after('flight-booked', 'hotel-booked'),
      'insurance-refused',
      now,
    );
    expect(failed).toMatchObject({ ended: true, state: { status: 'compensated', step: null } });
    expect(failed.publications.map(({ type }) => type)).toEqual([
      'hotel-cancelled',
      'flight-cancelled',
    ]);
  });

  test('takes no notice of an answer that comes twice or too early', () => {
    const state = after('flight-booked');
    for (const type of ['flight-booked', 'flight-refused', 'insurance-booked', 'unheard-of']) {
      expect(answerSaga(journey, state, type, now)).toEqual({
        state,
        publications: [],
        ended: false,
      });
    }
  });

  test('undoes a step that succeeds after the end, once', () => {
    const undone = compensateSaga(journey, begun(), now).state;
    const late = answerSaga(journey, undone, 'flight-booked', now);
    expect(late).toMatchObject({ ended: false, publications: [{ type: 'flight-cancelled' }] });
    expect(answerSaga(journey, late.state, 'flight-booked', now).publications).toEqual([]);
  });

  test('is undone when its deadline passes, and not before', () => {
    const state = after('flight-booked');
    const early = expireSaga(journey, state, new Date(state.deadline.getTime() - 1));
    expect(early).toEqual({ state, publications: [], ended: false });
    const expired = expireSaga(journey, state, state.deadline);
    expect(expired).toMatchObject({ ended: true, publications: [{ type: 'flight-cancelled' }] });
    expect(expireSaga(journey, expired.state, state.deadline).publications).toEqual([]);
  });
});
