import { ok } from '@packages/kernel';
import { notFound, type Outcome, type Reader } from '@packages/kernel/application';

import type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';
import type { PaymentsPorts } from '../ports.ts';

export function readDispute({ queries }: PaymentsPorts) {
  return async (id: string, reader: Reader): Promise<Outcome<DisputeSnapshot>> => {
    const found = await queries.disputes.find(id, reader);
    return found === null ? notFound : ok(found);
  };
}
