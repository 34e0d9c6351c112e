import { fileURLToPath } from 'node:url';
import type { ContextSchema } from '@packages/platform/migrations';

export const migrations: ContextSchema = {
  schema: 'payments',
  directory: fileURLToPath(new URL('../../migrations', import.meta.url)),
  aggregates: {
    Payment: 'payments',
    Dispute: 'disputes',
  },
};
