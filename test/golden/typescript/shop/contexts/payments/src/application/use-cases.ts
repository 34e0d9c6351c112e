import { paymentUseCases } from './payment/use-cases.ts';
import { disputeUseCases } from './dispute/use-cases.ts';
import type { PaymentsPorts } from './ports.ts';

export type PaymentsUseCases = ReturnType<typeof createPaymentsUseCases>;

export function createPaymentsUseCases(ports: PaymentsPorts) {
  return {
    payment: paymentUseCases(ports),
    dispute: disputeUseCases(ports),
  };
}
