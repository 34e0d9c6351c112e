import type { MoneyData } from '@packages/kernel';
import type { IntegrationEvent } from '@packages/kernel/application';

export const disputeCreatedV1 = 'payments.dispute-created.v1';

export interface DisputeCreatedV1Data {
  readonly id: string;
  readonly paymentId: string;
  readonly caseNumber: string;
  readonly amount: MoneyData;
  readonly respondBy: string;
  readonly status: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type DisputeCreatedV1 = IntegrationEvent<typeof disputeCreatedV1, DisputeCreatedV1Data>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const disputeCreatedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'payments.dispute-created.v1',
  type: 'object',
  required: [
    'id',
    'paymentId',
    'caseNumber',
    'amount',
    'respondBy',
    'status',
    'version',
    'createdAt',
    'updatedAt',
  ],
  properties: {
    id: { type: 'string', format: 'uuid' },
    paymentId: { type: 'string', format: 'uuid' },
    caseNumber: { type: 'string' },
    amount: {
      type: 'object',
      required: ['amount', 'currency'],
      properties: { amount: { type: 'string' }, currency: { type: 'string' } },
    },
    respondBy: { type: 'string', format: 'date' },
    status: { type: 'string' },
    version: { type: 'integer', minimum: 1 },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  },
};
