import { oneOf, optional, required, shape, text, timestamp, uuid } from '@packages/kernel';

/** What the business says of a return. */
export interface ReturnDetails {
  readonly orderId: string;
  readonly reason: 'damaged' | 'wrong-item' | 'changed-mind';
  readonly comment: string | null;
  readonly receivedAt: Date | null;
}

/** A return as it is asked for. */
export interface NewReturn {
  readonly orderId: string;
  readonly reason: 'damaged' | 'wrong-item' | 'changed-mind';
  readonly comment?: string | null;
  readonly receivedAt?: string | null;
}

export const returnDetails = shape<ReturnDetails>(
  {
    orderId: required(uuid()),
    reason: required(oneOf(['damaged', 'wrong-item', 'changed-mind'])),
    comment: optional(text({ maxLength: 2000 })),
    receivedAt: optional(timestamp()),
  },
  { immutable: ['orderId'] },
);
