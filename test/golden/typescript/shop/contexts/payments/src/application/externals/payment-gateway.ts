import type { MoneyData } from '@packages/kernel';
import type { CallOptions, ExternalOutcome } from '@packages/kernel/application';

export interface ChargeRequest {
  readonly reference: string;
  readonly amount: MoneyData;
  readonly payer: string;
}

export interface ChargeResponse {
  readonly chargeId: string;
}

export interface RefundRequest {
  readonly reference: string;
  readonly amount: MoneyData;
}

export interface RefundResponse {
  readonly refundId: string;
}

/** The payment gateway, as this context needs it. */
export interface PaymentGateway {
  charge(request: ChargeRequest, options: CallOptions): Promise<ExternalOutcome<ChargeResponse>>;
  refund(request: RefundRequest, options: CallOptions): Promise<ExternalOutcome<RefundResponse>>;
}
