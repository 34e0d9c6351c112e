import type { Outcome } from '@packages/kernel/application';
import { problemOf, replayed } from './application-error.ts';
import {
  encodeProblem,
  encodeReply,
  type EncodedReply,
  type ProblemOrigin,
  type Reply,
} from './response.ts';

/** What a use case came to, as it is answered and stored. */
export function encodeOutcome<Value>(
  outcome: Outcome<Value>,
  reply: (value: Value) => Reply,
  origin: ProblemOrigin,
): EncodedReply {
  if (outcome.ok) return encodeReply(reply(outcome.value));
  const { error } = outcome;
  return error.kind === 'replayed'
    ? replayed(error.response)
    : encodeProblem(problemOf(error), origin);
}
