import { fileURLToPath } from 'node:url';
import type { ContextSchema } from '@packages/platform/migrations';

export const migrations: ContextSchema = {
  schema: 'catalog',
  directory: fileURLToPath(new URL('../../migrations', import.meta.url)),
  aggregates: {
    Category: 'categories',
    Product: 'products',
    Allocation: 'allocations',
  },
};
