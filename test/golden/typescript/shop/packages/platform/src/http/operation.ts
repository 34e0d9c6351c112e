import { Type, type TSchema } from '@sinclair/typebox';
import type { MediaType } from './media-type.ts';
import type { ProblemCode } from './problem.ts';

/** What is known of a route before any request: the edge acts on it and OpenAPI is printed from it. */
export interface Operation<Body extends TSchema = TSchema> {
  /** Unique in the service, e.g. `placeOrder`. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly scope: string;
  readonly body: BodyRule<Body>;
  /** Whether `If-Match` is looked at, and whether it must be there. */
  readonly ifMatch?: 'required' | 'optional';
  /** Whether the answer is a page of a collection. */
  readonly paged?: boolean;
  readonly success: Success;
  /** What a caller who prefers to wait gets instead. */
  readonly afterWait?: Success;
  /** Problems of this operation's own; those that follow from its other rules are added. */
  readonly problems?: readonly ProblemCode[];
}

export interface BodyRule<Schema extends TSchema> {
  readonly schema: Schema;
  readonly mediaTypes: readonly MediaType[];
  readonly example: unknown;
  /** Whether no body at all is read as an empty object. */
  readonly optional?: boolean;
}

export interface Success {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  readonly schema?: TSchema;
  readonly example?: unknown;
  readonly headers?: readonly SuccessHeader[];
}

export type SuccessHeader = 'ETag' | 'Location';

const Nothing = Type.Object({}, { additionalProperties: false });

/** For operations that take no input but their address. */
export const noBody: BodyRule<typeof Nothing> = {
  schema: Nothing,
  mediaTypes: ['application/json'],
  example: {},
  optional: true,
};
