import { Dispute } from '../../src/domain/dispute/dispute.ts';
import type { NewDispute } from '../../src/domain/dispute/dispute.details.ts';
import type { DisputeSnapshot } from '../../src/domain/dispute/dispute.snapshot.ts';

/** A dispute that fulfils every rule, and others that differ wherever they must. */
export const disputeExamples = [
  {
    paymentId: '01890a5d-ac96-774b-bcce-b302099a8057',
    caseNumber: 'case number',
    amount: { amount: '12.30', currency: 'EUR' },
    respondBy: '2026-01-15',
  },
  {
    paymentId: '01890a5d-ac96-774b-bcce-b302099a8058',
    caseNumber: 'case numbe0',
    amount: { amount: '0.01', currency: 'EUR' },
    respondBy: '2026-02-28',
  },
  {
    paymentId: '01890a5d-ac96-774b-bcce-b302099a8059',
    caseNumber: 'case numbe1',
    amount: { amount: '7.25', currency: 'EUR' },
    respondBy: '2024-02-29',
  },
] as const satisfies readonly NewDispute[];

export const disputeSnapshot: DisputeSnapshot = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  paymentId: '01890a5d-ac96-774b-bcce-b302099a8057',
  caseNumber: 'case number',
  amount: { amount: '12.30', currency: 'EUR' },
  respondBy: '2026-01-15',
  status: 'opened',
  version: 1,
  createdAt: new Date('2026-01-15T09:30:00.000Z'),
  updatedAt: new Date('2026-01-15T09:30:00.000Z'),
};

/** A dispute as it was stored once. */
export function storedDispute(snapshot = disputeSnapshot): Dispute {
  return Dispute.reconstitute(snapshot);
}
