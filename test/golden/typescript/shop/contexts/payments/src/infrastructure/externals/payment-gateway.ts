import type { ModuleDependencies } from '@packages/platform/module';
import { createExternalClient, responseGuard, type Operation } from '@packages/platform/resilience';
import type {
  PaymentGateway,
  ChargeResponse,
  RefundResponse,
} from '../../application/externals/payment-gateway.ts';

const chargeOperation: Operation<ChargeResponse> = {
  name: 'charge',
  method: 'POST',
  path: '/charges',
  idempotent: true,
  isResponse: responseGuard<ChargeResponse>({
    type: 'object',
    required: ['chargeId'],
    properties: { chargeId: { type: 'string', maxLength: 64 } },
  }),
};

const refundOperation: Operation<RefundResponse> = {
  name: 'refund',
  method: 'POST',
  path: '/refunds',
  idempotent: true,
  isResponse: responseGuard<RefundResponse>({
    type: 'object',
    required: ['refundId'],
    properties: { refundId: { type: 'string', maxLength: 64 } },
  }),
};

export function createPaymentGateway({
  externals,
  telemetry,
}: Pick<ModuleDependencies, 'externals' | 'telemetry'>): PaymentGateway {
  const client = createExternalClient({
    name: 'payment-gateway',
    address: externals['PAYMENT_GATEWAY_URL'] ?? null,
    telemetry,
  });
  return {
    charge: (request, options) => client.call(chargeOperation, request, options),
    refund: (request, options) => client.call(refundOperation, request, options),
  };
}
