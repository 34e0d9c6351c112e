import type { OrderingPorts } from '../ports.ts';
import { changeReturn } from './change.ts';
import { createReturn } from './create.ts';
import { listReturns } from './list.ts';
import { readReturn } from './read.ts';
import { removeReturn } from './remove.ts';
import { receiveReturn, acceptReturn, refuseReturn, withdrawReturn } from './transitions.ts';

export type { ReturnSnapshot } from '../../domain/return/return.snapshot.ts';

export type ReturnUseCases = ReturnType<typeof returnUseCases>;

export function returnUseCases(ports: OrderingPorts) {
  return {
    create: createReturn(ports),
    change: changeReturn(ports),
    remove: removeReturn(ports),
    read: readReturn(ports),
    list: listReturns(ports),
    transitions: {
      receive: receiveReturn(ports),
      accept: acceptReturn(ports),
      refuse: refuseReturn(ports),
      withdraw: withdrawReturn(ports),
    },
  };
}
