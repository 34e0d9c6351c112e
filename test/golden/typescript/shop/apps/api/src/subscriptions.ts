import type { Subscription } from '@packages/platform/messaging';

/** Who hears of which event, across all deployables: they share the database through which events travel. */
export const subscriptions: readonly Subscription[] = [
  {
    type: 'ordering.allocation-requested.v1',
    schema: 'catalog',
    consumer: 'catalog.create-allocation-on-allocation-requested',
  },
  {
    type: 'ordering.allocation-release-requested.v1',
    schema: 'catalog',
    consumer: 'catalog.release-allocation-on-allocation-release-requested',
  },
  {
    type: 'ordering.order-cancelled.v1',
    schema: 'catalog',
    consumer: 'catalog.release-allocation-on-order-cancelled',
  },
  {
    type: 'catalog.product-published.v1',
    schema: 'ordering',
    consumer: 'ordering.project-known-product',
  },
  {
    type: 'catalog.product-changed.v1',
    schema: 'ordering',
    consumer: 'ordering.project-known-product',
  },
  {
    type: 'catalog.product-discontinued.v1',
    schema: 'ordering',
    consumer: 'ordering.cancel-order-on-product-discontinued',
  },
  { type: 'ordering.order-placed.v1', schema: 'ordering', consumer: 'ordering.order-fulfilment' },
  {
    type: 'payments.payment-captured.v1',
    schema: 'ordering',
    consumer: 'ordering.order-fulfilment',
  },
  {
    type: 'payments.payment-declined.v1',
    schema: 'ordering',
    consumer: 'ordering.order-fulfilment',
  },
  {
    type: 'catalog.allocation-confirmed.v1',
    schema: 'ordering',
    consumer: 'ordering.order-fulfilment',
  },
  {
    type: 'catalog.allocation-rejected.v1',
    schema: 'ordering',
    consumer: 'ordering.order-fulfilment',
  },
  {
    type: 'ordering.payment-requested.v1',
    schema: 'payments',
    consumer: 'payments.create-payment-on-payment-requested',
  },
  {
    type: 'ordering.payment-reversal-requested.v1',
    schema: 'payments',
    consumer: 'payments.request-refund-payment-on-payment-reversal-requested',
  },
  {
    type: 'ordering.order-cancelled.v1',
    schema: 'payments',
    consumer: 'payments.cancel-payment-on-order-cancelled',
  },
  {
    type: 'payments.payment-created.v1',
    schema: 'payments',
    consumer: 'payments.charge-by-payment-gateway-on-payment-created',
  },
  {
    type: 'payments.payment-refund-requested.v1',
    schema: 'payments',
    consumer: 'payments.refund-by-payment-gateway',
  },
  {
    type: 'payments.payment-refund-retried.v1',
    schema: 'payments',
    consumer: 'payments.refund-by-payment-gateway',
  },
];
