import type { PaymentsPorts } from '../ports.ts';
import { changeDispute } from './change.ts';
import { createDispute } from './create.ts';
import { listDisputes } from './list.ts';
import { readDispute } from './read.ts';
import { removeDispute } from './remove.ts';
import { contestDispute, winDispute, loseDispute } from './transitions.ts';

export type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';

export type DisputeUseCases = ReturnType<typeof disputeUseCases>;

export function disputeUseCases(ports: PaymentsPorts) {
  return {
    create: createDispute(ports),
    change: changeDispute(ports),
    remove: removeDispute(ports),
    read: readDispute(ports),
    list: listDisputes(ports),
    transitions: {
      contest: contestDispute(ports),
      win: winDispute(ports),
      lose: loseDispute(ports),
    },
  };
}
