import type { MoneyData } from '@packages/kernel';
import type { IntegrationEvent } from '@packages/kernel/application';

export const disputeContestedV1 = 'payments.dispute-contested.v1';

export interface DisputeContestedV1Data {
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

export type DisputeContestedV1 = IntegrationEvent<
  typeof disputeContestedV1,
  DisputeContestedV1Data
>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const disputeContestedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'payments.dispute-contested.v1',
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
