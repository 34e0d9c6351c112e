import type { CatalogPorts } from '../ports.ts';
import { changeProduct } from './change.ts';
import { createProduct } from './create.ts';
import { listProducts } from './list.ts';
import { readProduct } from './read.ts';
import { removeProduct } from './remove.ts';
import { publishProduct, withdrawProduct, discontinueProduct } from './transitions.ts';

export type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';

export type ProductUseCases = ReturnType<typeof productUseCases>;

export function productUseCases(ports: CatalogPorts) {
  return {
    create: createProduct(ports),
    change: changeProduct(ports),
    remove: removeProduct(ports),
    read: readProduct(ports),
    list: listProducts(ports),
    transitions: {
      publish: publishProduct(ports),
      withdraw: withdrawProduct(ports),
      discontinue: discontinueProduct(ports),
    },
  };
}
