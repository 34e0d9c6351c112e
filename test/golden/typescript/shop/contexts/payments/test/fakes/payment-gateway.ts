import type { CallOptions, ExternalOutcome } from '@packages/kernel/application';

import type {
  ChargeRequest,
  ChargeResponse,
  RefundRequest,
  RefundResponse,
  PaymentGateway,
} from '../../src/application/externals/payment-gateway.ts';

/** A payment gateway that answers as it is told. */
export class FakePaymentGateway implements PaymentGateway {
  mood: ExternalOutcome<unknown>['kind'] = 'accepted';
  /** what happens here while it makes up its mind */
  meanwhile: () => void = () => undefined;
  readonly calls: (CallOptions & { readonly operation: string; readonly request: object })[] = [];

  charge(request: ChargeRequest, options: CallOptions): Promise<ExternalOutcome<ChargeResponse>> {
    this.calls.push({ ...options, operation: 'charge', request });
    return this.#answer({ chargeId: 'charge id' });
  }

  refund(request: RefundRequest, options: CallOptions): Promise<ExternalOutcome<RefundResponse>> {
    this.calls.push({ ...options, operation: 'refund', request });
    return this.#answer({ refundId: 'refund id' });
  }

  #answer<T>(value: T): Promise<ExternalOutcome<T>> {
    this.meanwhile();
    switch (this.mood) {
      case 'accepted':
        return Promise.resolve({ kind: 'accepted', value });
      case 'refused':
        return Promise.resolve({ kind: 'refused', status: 422 });
      case 'unavailable':
        return Promise.resolve({ kind: 'unavailable', retryAfterSeconds: 5 });
    }
  }
}
