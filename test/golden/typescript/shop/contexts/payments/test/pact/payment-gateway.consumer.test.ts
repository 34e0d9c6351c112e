import { afterAll, describe, expect } from 'bun:test';
import { externalContractBetween, like } from '@packages/contract-testing';
import { createTestTelemetry } from '@packages/platform/telemetry';

import { createPaymentGateway } from '../../src/infrastructure/externals/payment-gateway.ts';

const contract = externalContractBetween({ consumer: 'payments', provider: 'payment-gateway' });

afterAll(() => contract.settle());

function paymentGatewayAt(url: string) {
  return createPaymentGateway({
    externals: { PAYMENT_GATEWAY_URL: url },
    telemetry: createTestTelemetry(),
  });
}

describe('what payments expects of the payment gateway', () => {
  contract.expects(
    'a request to charge',
    {
      given: 'the payment gateway agrees',
      request: {
        method: 'POST',
        path: '/charges',
        headers: { 'Idempotency-Key': 'contract-testing' },
        body: {
          reference: '01890a5d-ac96-774b-bcce-b302099a8057',
          amount: { amount: '12.30', currency: 'EUR' },
          payer: 'jane@example.com',
        },
      },
      response: { status: 200, body: { chargeId: like('charge id') } },
    },
    async (url) => {
      const outcome = await paymentGatewayAt(url).charge(
        {
          reference: '01890a5d-ac96-774b-bcce-b302099a8057',
          amount: { amount: '12.30', currency: 'EUR' },
          payer: 'jane@example.com',
        },
        { idempotencyKey: 'contract-testing' },
      );
      expect(outcome).toEqual({ kind: 'accepted', value: { chargeId: 'charge id' } });
    },
  );

  contract.expects(
    'a request to charge that is declined',
    {
      given: 'the payment gateway declines',
      request: {
        method: 'POST',
        path: '/charges',
        headers: { 'Idempotency-Key': 'contract-testing' },
        body: {
          reference: '01890a5d-ac96-774b-bcce-b302099a8057',
          amount: { amount: '12.30', currency: 'EUR' },
          payer: 'jane@example.com',
        },
      },
      response: { status: 422 },
    },
    async (url) => {
      const outcome = await paymentGatewayAt(url).charge(
        {
          reference: '01890a5d-ac96-774b-bcce-b302099a8057',
          amount: { amount: '12.30', currency: 'EUR' },
          payer: 'jane@example.com',
        },
        { idempotencyKey: 'contract-testing' },
      );
      expect(outcome).toEqual({ kind: 'refused', status: 422 });
    },
  );

  contract.expects(
    'a request to refund',
    {
      given: 'the payment gateway agrees',
      request: {
        method: 'POST',
        path: '/refunds',
        headers: { 'Idempotency-Key': 'contract-testing' },
        body: {
          reference: '01890a5d-ac96-774b-bcce-b302099a8057',
          amount: { amount: '12.30', currency: 'EUR' },
        },
      },
      response: { status: 200, body: { refundId: like('refund id') } },
    },
    async (url) => {
      const outcome = await paymentGatewayAt(url).refund(
        {
          reference: '01890a5d-ac96-774b-bcce-b302099a8057',
          amount: { amount: '12.30', currency: 'EUR' },
        },
        { idempotencyKey: 'contract-testing' },
      );
      expect(outcome).toEqual({ kind: 'accepted', value: { refundId: 'refund id' } });
    },
  );

  contract.expects(
    'a request to refund that is declined',
    {
      given: 'the payment gateway declines',
      request: {
        method: 'POST',
        path: '/refunds',
        headers: { 'Idempotency-Key': 'contract-testing' },
        body: {
          reference: '01890a5d-ac96-774b-bcce-b302099a8057',
          amount: { amount: '12.30', currency: 'EUR' },
        },
      },
      response: { status: 422 },
    },
    async (url) => {
      const outcome = await paymentGatewayAt(url).refund(
        {
          reference: '01890a5d-ac96-774b-bcce-b302099a8057',
          amount: { amount: '12.30', currency: 'EUR' },
        },
        { idempotencyKey: 'contract-testing' },
      );
      expect(outcome).toEqual({ kind: 'refused', status: 422 });
    },
  );
});
