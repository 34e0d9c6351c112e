import { Return } from '../../src/domain/return/return.ts';
import type { NewReturn } from '../../src/domain/return/return.details.ts';
import type { ReturnSnapshot } from '../../src/domain/return/return.snapshot.ts';

/** A return that fulfils every rule, and others that differ wherever they must. */
export const returnExamples = [
  {
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    reason: 'damaged',
    comment: 'comment',
    receivedAt: '2026-01-15T09:30:00.000Z',
  },
  {
    orderId: '01890a5d-ac96-774b-bcce-b302099a8058',
    reason: 'wrong-item',
    comment: 'commen0',
    receivedAt: '2026-02-28T00:00:00.000Z',
  },
  {
    orderId: '01890a5d-ac96-774b-bcce-b302099a8059',
    reason: 'changed-mind',
    comment: 'commen1',
    receivedAt: '2024-02-29T23:59:59.999Z',
  },
] as const satisfies readonly NewReturn[];

export const returnSnapshot: ReturnSnapshot = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
  reason: 'damaged',
  comment: 'comment',
  receivedAt: new Date('2026-01-15T09:30:00.000Z'),
  status: 'announced',
  version: 1,
  createdAt: new Date('2026-01-15T09:30:00.000Z'),
  updatedAt: new Date('2026-01-15T09:30:00.000Z'),
};

/** A return as it was stored once. */
export function storedReturn(snapshot = returnSnapshot): Return {
  return Return.reconstitute(snapshot);
}
