import {
  date,
  money,
  required,
  shape,
  text,
  uuid,
  type Money,
  type MoneyData,
} from '@packages/kernel';

/** What the business says of a dispute. */
export interface DisputeDetails {
  readonly paymentId: string;
  readonly caseNumber: string;
  readonly amount: Money;
  readonly respondBy: string;
}

/** A dispute as it is asked for. */
export interface NewDispute {
  readonly paymentId: string;
  readonly caseNumber: string;
  readonly amount: MoneyData;
  readonly respondBy: string;
}

export const disputeDetails = shape<DisputeDetails>(
  {
    paymentId: required(uuid()),
    caseNumber: required(text({ minLength: 4, maxLength: 40 })),
    amount: required(money({ min: '0.01' })),
    respondBy: required(date()),
  },
  { immutable: ['paymentId', 'caseNumber'] },
);
