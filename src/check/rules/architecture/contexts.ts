import type { Rule } from '../../rule.ts';
import { contractsOnly } from './contracts-only.ts';
import { contractOfEvents, subscriptions } from './event-contracts.ts';
import { noCallsBetween } from './no-calls-between.ts';
import { foreignKeys, migrationSchema } from './schema-migrations.ts';
import { querySchema } from './schema-queries.ts';

export const contexts: Rule = {
  id: 'ARC-9',
  title:
    'Contexts talk by integration events only: no synchronous calls, no shared tables, no cross-schema foreign keys or joins',
  checks: [
    contractsOnly,
    migrationSchema,
    foreignKeys,
    querySchema,
    noCallsBetween,
    contractOfEvents,
    subscriptions,
  ],
};
