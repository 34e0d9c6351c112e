import type { Page, Position, Reader } from '@packages/kernel/application';

import type { ReturnSnapshot } from '../../domain/return/return.snapshot.ts';
import type { OrderingPorts } from '../ports.ts';

export interface ListReturns {
  readonly limit: number;
  readonly after: Position | null;
}

export function listReturns({ queries }: OrderingPorts) {
  return ({ limit, after }: ListReturns, reader: Reader): Promise<Page<ReturnSnapshot>> =>
    queries.returns.list(limit, after, reader);
}
