import type { PaymentsPorts } from '../ports.ts';
import { changePayment } from './change.ts';
import { createPayment } from './create.ts';
import { listPayments } from './list.ts';
import { readPayment } from './read.ts';
import { removePayment } from './remove.ts';
import {
  capturePayment,
  declinePayment,
  cancelPayment,
  requestRefundPayment,
  retryRefundPayment,
  refundPayment,
  failRefundPayment,
} from './transitions.ts';

export type { PaymentSnapshot } from '../../domain/payment/payment.snapshot.ts';

export type PaymentUseCases = ReturnType<typeof paymentUseCases>;

export function paymentUseCases(ports: PaymentsPorts) {
  return {
    create: createPayment(ports),
    change: changePayment(ports),
    remove: removePayment(ports),
    read: readPayment(ports),
    list: listPayments(ports),
    transitions: {
      capture: capturePayment(ports),
      decline: declinePayment(ports),
      cancel: cancelPayment(ports),
      requestRefund: requestRefundPayment(ports),
      retryRefund: retryRefundPayment(ports),
      refund: refundPayment(ports),
      failRefund: failRefundPayment(ports),
    },
  };
}
