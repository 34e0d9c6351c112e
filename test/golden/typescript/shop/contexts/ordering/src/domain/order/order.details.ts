import {
  boolean,
  date,
  email,
  integer,
  money,
  oneOf,
  optional,
  required,
  shape,
  text,
  uuid,
  type Money,
  type MoneyData,
} from '@packages/kernel';

/** What the business says of an order. */
export interface OrderDetails {
  readonly productId: string;
  readonly quantity: number;
  readonly total: Money;
  readonly customerEmail: string;
  readonly channel: 'web' | 'app' | 'phone';
  readonly deliverBy: string | null;
  readonly gift: boolean;
  readonly note: string | null;
}

/** An order as it is asked for. */
export interface NewOrder {
  readonly productId: string;
  readonly quantity: number;
  readonly total: MoneyData;
  readonly customerEmail: string;
  readonly channel: 'web' | 'app' | 'phone';
  readonly deliverBy?: string | null;
  readonly gift: boolean;
  readonly note?: string | null;
}

export const orderDetails = shape<OrderDetails>(
  {
    productId: required(uuid()),
    quantity: required(integer({ min: 1, max: 1000 })),
    total: required(money({ min: '0.01' })),
    customerEmail: required(email({ maxLength: 254 })),
    channel: required(oneOf(['web', 'app', 'phone'])),
    deliverBy: optional(date()),
    gift: required(boolean()),
    note: optional(text({ maxLength: 2000 })),
  },
  { immutable: ['productId', 'channel'] },
);
