import type { CatalogPorts } from '../ports.ts';
import { changeCategory } from './change.ts';
import { createCategory } from './create.ts';
import { listCategories } from './list.ts';
import { readCategory } from './read.ts';
import { removeCategory } from './remove.ts';

export type { CategorySnapshot } from '../../domain/category/category.snapshot.ts';

export type CategoryUseCases = ReturnType<typeof categoryUseCases>;

export function categoryUseCases(ports: CatalogPorts) {
  return {
    create: createCategory(ports),
    change: changeCategory(ports),
    remove: removeCategory(ports),
    read: readCategory(ports),
    list: listCategories(ports),
  };
}
