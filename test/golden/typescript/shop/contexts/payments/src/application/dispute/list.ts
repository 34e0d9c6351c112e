import type { Page, Position, Reader } from '@packages/kernel/application';

import type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';
import type { PaymentsPorts } from '../ports.ts';

export interface ListDisputes {
  readonly limit: number;
  readonly after: Position | null;
}

export function listDisputes({ queries }: PaymentsPorts) {
  return ({ limit, after }: ListDisputes, reader: Reader): Promise<Page<DisputeSnapshot>> =>
    queries.disputes.list(limit, after, reader);
}
