import { blueprintJsonSchema } from '../blueprint/index.ts';

/** The JSON Schema of a blueprint. */
export function schema(): unknown {
  return blueprintJsonSchema();
}
