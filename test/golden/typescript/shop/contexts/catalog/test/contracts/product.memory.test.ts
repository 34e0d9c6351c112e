import { createFakeCatalog } from '../fakes/catalog.ts';
import { productRepositoryContract } from './product.repository.contract.ts';

productRepositoryContract('memory', () => Promise.resolve(createFakeCatalog().ports));
