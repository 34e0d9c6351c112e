import { ok } from '@packages/kernel';
import { notFound, type Outcome, type Reader } from '@packages/kernel/application';

import type { ReturnSnapshot } from '../../domain/return/return.snapshot.ts';
import type { OrderingPorts } from '../ports.ts';

export function readReturn({ queries }: OrderingPorts) {
  return async (id: string, reader: Reader): Promise<Outcome<ReturnSnapshot>> => {
    const found = await queries.returns.find(id, reader);
    return found === null ? notFound : ok(found);
  };
}
