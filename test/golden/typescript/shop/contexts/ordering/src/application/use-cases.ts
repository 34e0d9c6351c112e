import { orderUseCases } from './order/use-cases.ts';
import { returnUseCases } from './return/use-cases.ts';
import type { OrderingPorts } from './ports.ts';
import { knownProductUseCases } from './read-models/known-product.use-cases.ts';

export type OrderingUseCases = ReturnType<typeof createOrderingUseCases>;

export function createOrderingUseCases(ports: OrderingPorts) {
  return {
    order: orderUseCases(ports),
    return: returnUseCases(ports),
    readModels: {
      knownProduct: knownProductUseCases(ports),
    },
  };
}
