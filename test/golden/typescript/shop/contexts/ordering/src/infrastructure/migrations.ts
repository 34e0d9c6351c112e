import { fileURLToPath } from 'node:url';
import type { ContextSchema } from '@packages/platform/migrations';

export const migrations: ContextSchema = {
  schema: 'ordering',
  directory: fileURLToPath(new URL('../../migrations', import.meta.url)),
  aggregates: {
    Order: 'orders',
    Return: 'returns',
  },
};
