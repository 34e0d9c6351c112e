import * as z from 'zod';

import { writtenSchema } from './schema.ts';

/** The JSON Schema (2020-12) of `backend.yaml`, for editors. */
export function blueprintJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(writtenSchema, { io: 'input' });
  return {
    $schema,
    $id: 'urn:create-backend:blueprint:1',
    title: 'Blueprint of create-backend',
    description:
      'The complete description of a backend: what it is made of, and what it is decided from.',
    ...schema,
  };
}
